"""More tables, written before the proposal was run on them and after it was built.

`tests/ingestion/shapes_named.py` says how a shape is written. The share of right guesses
here at the first run stands in DECISIONS.md; it is what a new system can expect.
"""

SHAPES: dict[str, dict[str, tuple[str | None, str]]] = {
    "chinook": {
        "Customer": (
            "customers",
            "CustomerId=customer_id FirstName=first_name LastName=last_name Company "
            "Address=address City=city State=region Country=country PostalCode=postal_code "
            "Phone=phone Fax Email=email SupportRepId",
        ),
        "Invoice": (
            "orders",
            "InvoiceId=order_id CustomerId=customer_id InvoiceDate=ordered_at BillingAddress "
            "BillingCity BillingState BillingCountry BillingPostalCode Total=order_amount",
        ),
        "InvoiceLine": (
            "order_lines",
            "InvoiceLineId~line_number InvoiceId=order_id TrackId~product_id "
            "UnitPrice=unit_price Quantity=quantity",
        ),
        "Artist": (None, "ArtistId Name"),
        "Playlist": (None, "PlaylistId Name"),
        "Track": (
            None,
            "TrackId Name AlbumId MediaTypeId GenreId Composer Milliseconds Bytes UnitPrice",
        ),
    },
    "salesforce": {
        "Account": (
            "accounts",
            "Id=account_id Name=name Type ParentId=parent_account_id BillingStreet BillingCity "
            "BillingCountry=country Phone Website Industry=sector "
            "AnnualRevenue=annual_revenue_amount NumberOfEmployees=employees OwnerId CreatedDate "
            "SystemModstamp",
        ),
        "Contact": (
            "contacts",
            "Id=contact_id AccountId=account_id LastName=last_name FirstName=first_name Salutation "
            "MailingStreet~address MailingCity=city MailingState=region "
            "MailingPostalCode=postal_code MailingCountry=country Phone=phone MobilePhone~phone "
            "Email=email Title Birthdate=birth_date OwnerId SystemModstamp=updated_at "
            "LastModifiedDate~updated_at",
        ),
        "Opportunity": (
            "deals",
            "Id=deal_id AccountId=account_id Name StageName=stage Amount=amount "
            "Probability=probability CloseDate~closed_on Type LeadSource IsClosed IsWon "
            "OwnerId=representative_id CreatedDate=created_on SystemModstamp=updated_at "
            "LastModifiedDate~updated_at",
        ),
        "Lead": (
            "contacts",
            "Id=contact_id LastName=last_name FirstName=first_name Company Email=email Phone=phone "
            "Status LeadSource OwnerId CreatedDate",
        ),
        "Case": (
            "tickets",
            "Id=ticket_id CaseNumber~ticket_id ContactId=contact_id AccountId Type Status "
            "Origin=channel Subject=subject Priority Description=body IsClosed "
            "ClosedDate=closed_at CreatedDate=opened_at OwnerId",
        ),
        "Task": (
            "activities",
            "Id=activity_id WhoId=contact_id WhatId Subject ActivityDate=starts_at Status Priority "
            "OwnerId=representative_id AccountId=account_id TaskSubtype=kind "
            "CreatedDate~booked_at",
        ),
        "Profile": (None, "Id Name UserType Description"),
    },
    "hubspot export": {
        "all-companies": (
            "accounts",
            "Record_ID=account_id Company_name=name Company_owner Create_Date Phone_Number City "
            "Country/Region=country Industry=sector Number_of_Employees=employees "
            "Annual_Revenue=annual_revenue_amount",
        ),
        "all-contacts": (
            "contacts",
            "Record_ID=contact_id First_Name=first_name Last_Name=last_name Email=email "
            "Phone_Number=phone Contact_owner Primary_Company Associated_Company_ID=account_id "
            "Lead_Status Create_Date Last_Modified_Date=updated_at",
        ),
        "all-deals": (
            "deals",
            "Record_ID=deal_id Deal_Name Deal_Stage=stage Close_Date~closed_on "
            "Deal_owner=representative_id Amount=amount Create_Date=created_on "
            "Deal_probability=probability Associated_Company~account_id",
        ),
    },
    "prestashop": {
        "ps_customer": (
            "customers",
            "id_customer=customer_id id_shop_group id_shop id_gender~sex id_lang company "
            "firstname=first_name lastname=last_name email=email passwd birthday=birth_date "
            "newsletter=has_marketing_consent optin~has_marketing_consent active "
            "date_add=created_at date_upd",
        ),
        "ps_orders": (
            "orders",
            "id_order=order_id reference id_shop~store_id id_customer=customer_id id_cart "
            "id_currency~currency current_state~status payment total_discounts=discount_amount "
            "total_paid=order_amount total_products total_shipping=shipping_amount "
            "date_add=ordered_at date_upd",
        ),
        "ps_order_detail": (
            "order_lines",
            "id_order_detail~line_number id_order=order_id id_shop~store_id "
            "product_id=product_id product_attribute_id product_name product_quantity=quantity "
            "product_price~unit_price reduction_percent total_price_tax_incl~line_amount "
            "unit_price_tax_incl~unit_price",
        ),
        "ps_carrier": (None, "id_carrier name url active deleted shipping_handling"),
        "ps_configuration": (None, "id_configuration name value date_add date_upd"),
    },
    "odoo": {
        "sale_order": (
            "orders",
            "id=order_id name partner_id~customer_id date_order=ordered_at state=status "
            "amount_untaxed amount_tax=tax_amount amount_total=order_amount user_id company_id "
            "create_date write_date",
        ),
        "sale_order_line": (
            "order_lines",
            "id~line_number order_id=order_id product_id=product_id name "
            "product_uom_qty=quantity price_unit=unit_price price_subtotal~line_amount "
            "price_total~line_amount discount create_date~ordered_at write_date",
        ),
        "crm_lead": (
            None,
            "id name partner_id user_id stage_id expected_revenue probability date_deadline "
            "date_closed create_date write_date email_from phone",
        ),
        "ir_attachment": (None, "id name res_model res_id mimetype file_size create_date"),
    },
    "german erp": {
        "Kunden": (
            "customers",
            "KundenNr=customer_id Anrede Vorname=first_name Nachname=last_name Straße=address "
            "PLZ=postal_code Ort=city Land=country Telefon=phone E-Mail=email "
            "Geburtsdatum=birth_date Anlagedatum=created_at",
        ),
        "Aufträge": (
            "orders",
            "AuftragsNr=order_id KundenNr=customer_id Auftragsdatum=ordered_at Status=status "
            "Gesamtbetrag=order_amount Versandkosten=shipping_amount Währung=currency",
        ),
        "Auftragspositionen": (
            "order_lines",
            "AuftragsNr=order_id Position=line_number ArtikelNr=product_id Menge=quantity "
            "Einzelpreis=unit_price Rabattbetrag=discount_amount",
        ),
        "Artikel": (
            "products",
            "ArtikelNr=product_id Bezeichnung=name Warengruppe=category Hersteller~brand "
            "Verkaufspreis=list_price_amount Einkaufspreis=unit_cost_amount",
        ),
        "Lieferanten": (None, "LieferantenNr Firma Ort Telefon"),
    },
    "turkish shop": {
        "musteriler": (
            "customers",
            "musteri_no=customer_id ad=first_name soyad=last_name eposta=email telefon=phone "
            "sehir=city ulke=country dogum_tarihi=birth_date cinsiyet=sex",
        ),
        "siparisler": (
            "orders",
            "siparis_no=order_id musteri_no=customer_id siparis_tarihi=ordered_at durum=status "
            "toplam_tutar=order_amount kargo_tutari=shipping_amount para_birimi~currency",
        ),
        "siparis_kalemleri": (
            "order_lines",
            "siparis_no=order_id urun_kodu=product_id adet=quantity birim_fiyat=unit_price "
            "tutar=line_amount indirim_tutari=discount_amount",
        ),
        "ürünler": (
            "products",
            "ürün_kodu=product_id ürün_adı=name kategori=category marka=brand fiyat=list_price_amount",
        ),
    },
    "azerbaijani shop": {
        "Müştərilər": (
            "customers",
            "MüştəriKodu=customer_id Ad=first_name Soyad=last_name Telefon=phone Şəhər=city",
        ),
        "Satışlar": (
            "order_lines",
            "QaimeNo~order_id Tarix=ordered_at MüştəriKodu=customer_id MəhsulKodu=product_id "
            "Miqdar=quantity Qiymət=unit_price Məbləğ=line_amount",
        ),
        "Mağazalar": ("stores", "MağazaKodu=store_id MağazaAdı=name Şəhər=city"),
    },
    "persian shop in latin letters": {
        "moshtarian": (
            "customers",
            "code_moshtari=customer_id nam=first_name famil=last_name mobile=phone shahr=city",
        ),
        "sefareshat": (
            "orders",
            "shomare_sefaresh=order_id code_moshtari=customer_id tarikh_sefaresh=ordered_at "
            "mablagh_kol=order_amount vaziat=status",
        ),
        "kala": ("products", "code_kala=product_id nam_kala=name goruh=category gheymat=list_price_amount"),
    },
    "spanish shop": {
        "clientes": (
            "customers",
            "id_cliente=customer_id nombre~first_name apellidos=last_name correo=email "
            "telefono=phone ciudad=city pais=country fecha_nacimiento=birth_date",
        ),
        "pedidos": (
            "orders",
            "id_pedido=order_id id_cliente=customer_id fecha_pedido=ordered_at estado=status "
            "importe_total=order_amount gastos_envio~shipping_amount",
        ),
        "detalle_pedido": (
            "order_lines",
            "id_pedido=order_id id_producto=product_id cantidad=quantity "
            "precio_unitario=unit_price descuento",
        ),
    },
    "helpdesk and feedback": {
        "zendesk_tickets": (
            "tickets",
            "id=ticket_id requester_id~contact_id submitter_id~customer_id assignee_id "
            "subject=subject description=body status priority via=channel created_at=opened_at "
            "solved_at=closed_at satisfaction_rating=satisfaction",
        ),
        "nps_responses": (
            "surveys",
            "response_id=response_id user_id=customer_id score=score comment=comment "
            "submitted_at=answered_at",
        ),
        "trustpilot_reviews": (
            "reviews",
            "Review_ID=review_id Review_Created=written_at Review_Stars=rating "
            "Review_Title=title Review_Content=body Reference_Id Review_Language=language",
        ),
        "tweets": (None, "tweet_id author_id text created_at lang retweet_count"),
    },
    "marketing tools": {
        "mailchimp_campaigns": (
            "campaigns",
            "campaign_id=campaign_id title~name type=kind send_time=starts_on emails_sent "
            "subject_line",
        ),
        "google_ads_daily": (
            "ad_spend",
            "segments_date=spent_on campaign_id=campaign_id campaign_name impressions=impressions "
            "clicks=clicks cost=spend_amount",
        ),
        "stripe_subscriptions": (
            "subscriptions",
            "id=subscription_id customer=customer_id plan_id=product_id status=status "
            "amount=amount start_date=started_on ended_at=ended_on canceled_at~ended_on "
            "cancel_at_period_end",
        ),
        "experiment_exposures": (
            "experiments",
            "experiment_id=experiment_id user_id=customer_id variation=variant "
            "first_exposure_at=exposed_at",
        ),
        "voucher_redemptions": (
            "coupon_redemptions",
            "voucher_code=coupon_id customer_id=customer_id order_id redeemed_at=redeemed_at",
        ),
        "sales_targets": (
            None,
            "year month salesperson target_amount",
        ),
    },
    "plumbing": {
        "django_migrations": (None, "id app name applied"),
        "schema_migrations": (None, "version inserted_at"),
        "auth_permission": (None, "id name content_type_id codename"),
        "sessions": (None, "id user_id ip_address user_agent payload last_activity"),
        "audit_log": (None, "id user_id action table_name record_id old_value new_value created_at"),
        "currencies": (None, "code name symbol exchange_rate"),
        "payments": (None, "id order_id method amount status paid_at"),
        "cart_items": (None, "cart_id sku qty added_at"),
        "product_images": (None, "id product_id url position"),
        "stock_levels": (None, "warehouse_id product_id quantity updated_at"),
    },
}

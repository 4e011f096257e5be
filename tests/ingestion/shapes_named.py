"""Tables of well-known systems: their columns, and what a person would map.

A shape is a table's name and its columns; ``source=target`` is a column that a person
would map, ``source~target`` one that may be mapped or left. Written from the systems'
public schemas and export formats before the proposal was run on them.
"""

SHAPES: dict[str, dict[str, tuple[str | None, str]]] = {
    "uci online retail": {
        "online_retail": (
            "order_lines",
            "InvoiceNo=order_id StockCode=product_id Description Quantity=quantity "
            "InvoiceDate=ordered_at UnitPrice=unit_price CustomerID=customer_id Country",
        ),
        "Online Retail II": (
            "order_lines",
            "Invoice=order_id StockCode=product_id Description Quantity=quantity "
            "InvoiceDate=ordered_at Price=unit_price Customer_ID=customer_id Country",
        ),
    },
    "olist": {
        "olist_customers_dataset": (
            "customers",
            "customer_id=customer_id customer_unique_id customer_zip_code_prefix=postal_code "
            "customer_city=city customer_state=region",
        ),
        "olist_geolocation_dataset": (
            None,
            "geolocation_zip_code_prefix geolocation_lat geolocation_lng "
            "geolocation_city geolocation_state",
        ),
        "olist_order_items_dataset": (
            "order_lines",
            "order_id=order_id order_item_id=line_number product_id=product_id seller_id~store_id "
            "shipping_limit_date price=unit_price freight_value",
        ),
        "olist_order_payments_dataset": (
            None,
            "order_id payment_sequential payment_type payment_installments payment_value",
        ),
        "olist_order_reviews_dataset": (
            "reviews",
            "review_id=review_id order_id review_score=rating review_comment_title=title "
            "review_comment_message=body review_creation_date=written_at review_answer_timestamp",
        ),
        "olist_orders_dataset": (
            "orders",
            "order_id=order_id customer_id=customer_id order_status=status "
            "order_purchase_timestamp=ordered_at order_approved_at order_delivered_carrier_date "
            "order_delivered_customer_date order_estimated_delivery_date",
        ),
        "olist_products_dataset": (
            "products",
            "product_id=product_id product_category_name=category product_name_lenght "
            "product_description_lenght product_photos_qty product_weight_g product_length_cm "
            "product_height_cm product_width_cm",
        ),
        "olist_sellers_dataset": (
            "stores",
            "seller_id=store_id seller_zip_code_prefix seller_city=city seller_state",
        ),
        "product_category_name_translation": (
            None,
            "product_category_name product_category_name_english",
        ),
    },
    "superstore": {
        "Sample - Superstore": (
            "order_lines",
            "Row_ID~line_number Order_ID=order_id Order_Date=ordered_at Ship_Date Ship_Mode "
            "Customer_ID=customer_id Customer_Name Segment Country City State Postal_Code Region "
            "Product_ID=product_id Category Sub-Category Product_Name Sales=line_amount "
            "Quantity=quantity Discount Profit",
        ),
        "Returns": (None, "Returned Order_ID"),
        "People": (None, "Person Region"),
    },
    "instacart": {
        "orders": (
            "orders",
            "order_id=order_id user_id=customer_id eval_set order_number order_dow "
            "order_hour_of_day days_since_prior_order",
        ),
        "order_products__train": (
            "order_lines",
            "order_id=order_id product_id=product_id add_to_cart_order=line_number reordered",
        ),
        "products": (
            "products",
            "product_id=product_id product_name=name aisle_id~category department_id~department",
        ),
        "aisles": (None, "aisle_id aisle"),
        "departments": (None, "department_id department"),
    },
    "h&m": {
        "articles": (
            "products",
            "article_id=product_id product_code prod_name=name product_type_no "
            "product_type_name~category product_group_name~category graphical_appearance_no "
            "graphical_appearance_name colour_group_code colour_group_name "
            "perceived_colour_value_id perceived_colour_value_name "
            "perceived_colour_master_id perceived_colour_master_name department_no "
            "department_name=department index_code index_name index_group_no index_group_name "
            "section_no section_name garment_group_no garment_group_name detail_desc",
        ),
        "customers": (
            "customers",
            "customer_id=customer_id FN Active club_member_status fashion_news_frequency "
            "age:integer postal_code=postal_code",
        ),
        "transactions_train": (
            "order_lines",
            "t_dat=ordered_at customer_id=customer_id article_id=product_id price=unit_price "
            "sales_channel_id",
        ),
    },
    "northwind": {
        "Customers": (
            "customers",
            "CustomerID=customer_id CompanyName ContactName ContactTitle Address=address City=city "
            "Region=region PostalCode=postal_code Country=country Phone=phone Fax",
        ),
        "Order Details": (
            "order_lines",
            "OrderID=order_id ProductID=product_id UnitPrice=unit_price Quantity=quantity "
            "Discount",
        ),
        "Orders": (
            "orders",
            "OrderID=order_id CustomerID=customer_id EmployeeID OrderDate=ordered_at RequiredDate "
            "ShippedDate ShipVia Freight=shipping_amount ShipName ShipAddress ShipCity "
            "ShipRegion ShipPostalCode ShipCountry",
        ),
        "Products": (
            "products",
            "ProductID=product_id ProductName=name SupplierID CategoryID~category "
            "QuantityPerUnit UnitPrice=list_price_amount UnitsInStock UnitsOnOrder ReorderLevel "
            "Discontinued",
        ),
        "Categories": (None, "CategoryID CategoryName Description Picture"),
        "Suppliers": (
            None,
            "SupplierID CompanyName ContactName ContactTitle Address City Region PostalCode "
            "Country Phone Fax HomePage",
        ),
        "Shippers": (None, "ShipperID CompanyName Phone"),
        "Region": (None, "RegionID RegionDescription"),
        "Territories": (None, "TerritoryID TerritoryDescription RegionID"),
        "EmployeeTerritories": (None, "EmployeeID TerritoryID"),
        "Employees": (
            None,
            "EmployeeID LastName FirstName Title TitleOfCourtesy BirthDate HireDate Address City "
            "Region PostalCode Country HomePhone Extension Photo Notes ReportsTo PhotoPath",
        ),
    },
    "sakila": {
        "customer": (
            "customers",
            "customer_id=customer_id store_id first_name=first_name last_name=last_name "
            "email=email address_id active create_date=created_at last_update",
        ),
        "store": ("stores", "store_id=store_id manager_staff_id address_id last_update"),
        "film": (
            None,
            "film_id title description release_year language_id original_language_id "
            "rental_duration rental_rate length replacement_cost rating special_features "
            "last_update",
        ),
        "rental": (
            "orders",
            "rental_id=order_id rental_date=ordered_at inventory_id customer_id=customer_id "
            "return_date staff_id last_update",
        ),
        "payment": (
            None,
            "payment_id customer_id staff_id rental_id amount payment_date last_update",
        ),
        "inventory": (None, "inventory_id film_id store_id last_update"),
        "staff": (
            None,
            "staff_id first_name last_name address_id picture email store_id active username "
            "password last_update",
        ),
        "actor": (None, "actor_id first_name last_name last_update"),
        "address": (
            None,
            "address_id address address2 district city_id postal_code phone last_update",
        ),
        "city": (None, "city_id city country_id last_update"),
        "country": (None, "country_id country last_update"),
        "category": (None, "category_id name last_update"),
        "language": (None, "language_id name last_update"),
        "film_actor": (None, "actor_id film_id last_update"),
    },
    "shopify export": {
        "orders_export": (
            "order_lines",
            "Name~order_id Email~customer_id Financial_Status Paid_at Fulfillment_Status "
            "Fulfilled_at Accepts_Marketing Currency Subtotal Shipping Taxes Total Discount_Code "
            "Discount_Amount~discount_amount Shipping_Method Created_at=ordered_at "
            "Lineitem_quantity=quantity Lineitem_name Lineitem_price=unit_price "
            "Lineitem_compare_at_price Lineitem_sku=product_id Lineitem_requires_shipping "
            "Billing_Name Billing_Street Billing_City Billing_Zip Shipping_Name Notes Vendor "
            "Id~order_id Tags Risk_Level Source Lineitem_discount",
        ),
        "customers_export": (
            "customers",
            "Customer_ID=customer_id First_Name=first_name Last_Name=last_name Email=email "
            "Accepts_Email_Marketing=has_marketing_consent Default_Address_Company "
            "Default_Address_Address1~address Default_Address_Address2 Default_Address_City=city "
            "Default_Address_Province_Code=region Default_Address_Country_Code=country "
            "Default_Address_Zip=postal_code Phone=phone Total_Spent Total_Orders Note Tax_Exempt "
            "Tags",
        ),
        "products_export": (
            "products",
            "Handle~product_id Title=name Body_(HTML) Vendor=brand Product_Category~category "
            "Type~category Tags Published Option1_Name Option1_Value Variant_SKU~product_id "
            "Variant_Grams Variant_Inventory_Qty Variant_Price=list_price_amount "
            "Variant_Compare_At_Price Image_Src=image_url Image_Position SEO_Title "
            "Cost_per_item=unit_cost_amount Status",
        ),
    },
    "woocommerce": {
        "wp_wc_order_stats": (
            "orders",
            "order_id=order_id parent_id date_created=ordered_at date_created_gmt~ordered_at "
            "date_paid date_completed num_items_sold total_sales=order_amount "
            "tax_total=tax_amount shipping_total=shipping_amount net_total returning_customer "
            "status=status customer_id=customer_id",
        ),
        "wp_wc_order_product_lookup": (
            "order_lines",
            "order_item_id~line_number order_id=order_id product_id=product_id variation_id "
            "customer_id=customer_id date_created=ordered_at product_qty=quantity "
            "product_net_revenue~line_amount product_gross_revenue~line_amount "
            "coupon_amount=discount_amount tax_amount shipping_amount shipping_tax_amount",
        ),
        "wp_wc_customer_lookup": (
            "customers",
            "customer_id=customer_id user_id username first_name=first_name last_name=last_name "
            "email=email date_last_active date_registered=created_at country=country "
            "postcode=postal_code city=city state=region",
        ),
        "wp_wc_product_meta_lookup": (
            None,
            "product_id sku virtual downloadable min_price max_price onsale stock_quantity "
            "stock_status rating_count average_rating total_sales tax_status tax_class",
        ),
        "wp_options": (None, "option_id option_name option_value autoload"),
        "wp_users": (
            "customers",
            "ID=customer_id user_login user_pass user_nicename user_email=email user_url "
            "user_registered=created_at user_activation_key user_status display_name",
        ),
        "wp_comments": (
            None,
            "comment_ID comment_post_ID comment_author comment_author_email comment_author_url "
            "comment_author_IP comment_date comment_date_gmt comment_content comment_karma "
            "comment_approved comment_agent comment_type comment_parent user_id",
        ),
    },
    "magento": {
        "sales_order": (
            "orders",
            "entity_id=order_id state status=status coupon_code protect_code shipping_description "
            "is_virtual store_id=store_id customer_id=customer_id base_discount_amount "
            "base_grand_total base_shipping_amount base_subtotal base_tax_amount "
            "discount_amount=discount_amount grand_total=order_amount "
            "shipping_amount=shipping_amount subtotal tax_amount=tax_amount total_paid "
            "total_qty_ordered customer_email customer_firstname customer_lastname "
            "increment_id order_currency_code=currency created_at=ordered_at updated_at",
        ),
        "sales_order_item": (
            "order_lines",
            "item_id~line_number order_id=order_id parent_item_id quote_item_id store_id=store_id "
            "created_at=ordered_at updated_at product_id=product_id product_type sku name "
            "qty_canceled qty_ordered=quantity price=unit_price base_price original_price "
            "discount_percent discount_amount=discount_amount row_total=line_amount "
            "base_row_total",
        ),
        "customer_entity": (
            "customers",
            "entity_id=customer_id website_id email=email group_id increment_id store_id "
            "created_at=created_at updated_at is_active firstname=first_name lastname=last_name "
            "dob=birth_date gender=sex",
        ),
        "catalog_product_entity": (
            "products",
            "entity_id=product_id attribute_set_id type_id~category sku has_options "
            "required_options created_at updated_at",
        ),
        "store": (
            "stores",
            "store_id=store_id code website_id group_id name=name sort_order is_active",
        ),
        "review_detail": (
            "reviews",
            "detail_id~review_id review_id=review_id store_id title=title detail=body nickname "
            "customer_id=customer_id",
        ),
        "core_config_data": (None, "config_id scope scope_id path value updated_at"),
        "eav_attribute": (
            None,
            "attribute_id entity_type_id attribute_code backend_type frontend_input is_required",
        ),
    },
}

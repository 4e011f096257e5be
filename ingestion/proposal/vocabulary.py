"""How people name the contract's entities and columns; most usual names first.

In plain English: `words.words` makes one form of these and of what is found, so that
plurals, other languages, spelling and the order of words need no names of their own.
"""

from dataclasses import dataclass

NOISE = frozenset(
    "1 prefix main primary default full current original to the of a data "
    "dataset table tbl export list listing info master lookup meta entity stat stats "
    "dim fact fct raw stg staging src tmp vw view wp wc all my t d v x train sample "
    "lineitem base standard std gmt utc local raw db dbo public crm erp pos line item "
    "variant".split()
)
"""Words that may stand beside a name and change nothing; see `matching`."""

SHARED = {
    "customer_id": "customer id; customer; household id; household; partner id; user id;"
    "buyer id; shopper id; member id; consumer id; person id; sold to customer id;"
    "user; buyer; card id; loyalty id; loyalty card id; card; loyalty card;"
    "customer email; email",
    "product_id": "product id; product; article id; article; sku; item sku; product sku;"
    "variant sku; line item sku; item id; stock id; material id; upc; ean; gtin; asin;"
    "barcode; isbn; variant id; item",
    "order_id": "order id; order; sale order id; basket id; basket; invoice id; invoice;"
    "receipt id; receipt; transaction id; transaction; sale id; purchase id; bill id;"
    "purchase order id; check id; document id; rental id; increment id; order increment id;"
    "cart id",
    "store_id": "store id; store; branch id; outlet id; location id; location; site id;"
    "warehouse id; pos id",
    "campaign_id": "campaign id; campaign; marketing campaign id; campaign name;"
    "utm campaign",
    "coupon_id": "coupon id; coupon; coupon upc; voucher id; voucher; promo id; promotion id",
    "account_id": "account id; account; company id; customer account id;"
    "associated company id; client id; customer id; partner id",
    "contact_id": "contact id; contact; associated contact id; who id; person id;"
    "primary contact id; requester id",
    "representative_id": "representative id; representative; sale representative id;"
    "sale representative; owner id; sale agent; sale agent id; sale person id;"
    "sale person; agent id; owner; assigned to; assigned user id; assigned to id;"
    "contact owner; deal owner; company owner; account owner; hubspot owner id; sr id;"
    "employee id; user id; assignee id",
    "deal_id": "deal id; deal; opportunity id; opportunity",
    "experiment_id": "experiment id; experiment; test id; experiment name; test name;"
    "ab test id",
    "name": "name; title; label",
    "first_name": "first name; given name; contact first name",
    "last_name": "last name; family name; contact last name",
    "email": "email; email address; contact email; user email; email 1",
    "phone": "phone; phone id; cell phone; contact phone; home phone; work phone; phone 1",
    "sex": "sex; gender",
    "birth_date": "birth date; date of birth; birth; day of birth",
    "age_band": "age band; age group; age range; age",
    "income_band": "income band; income range; income group; income",
    "marital_status": "marital status; civil status",
    "household_size": "household size; hh size; family size",
    "children_count": "children count; kid count; child count; total children; kid;"
    "children; children at home; id of children",
    "home_ownership": "home ownership; home owner; house owner flag; homeowner",
    "address": "address; address line; address line 1; address 1; postal address;"
    "default address address 1",
    "city": "city; default address city; city name",
    "region": "region; region id; region name; default address region id; territory;"
    "regional office",
    "postal_code": "postal id; postal; default address postal",
    "country": "country; country id; country name; default address country id;"
    "country region; office location; iso country",
    "created_at": "create date; create; create date gmt; date create; create on",
    "updated_at": "update date; update; last update; last update date; update date gmt;"
    "last change; system mod stamp; hs last update date; write date; row version date;"
    "date update gmt; last sync date",
    "has_marketing_consent": "has marketing consent; marketing consent; accept marketing;"
    "accept email marketing; newsletter; is subscribed; opt in; email opt in;"
    "newsletter subscribed; is newsletter; permission marketing; marketing opt in;"
    "gdpr consent; subscribe newsletter; buyer accept marketing",
    "latitude": "latitude; geo latitude",
    "longitude": "longitude; geo longitude",
    "status": "status; financial status; state; order status",
    "channel": "channel; sale channel; sale channel id; source; order channel; medium;"
    "origin; via; source name; origin channel; platform; utm source",
    "currency": "currency; currency id; order currency; order currency id;"
    "presentment currency; currency iso id",
    "quantity": "quantity; quantity ordered; order quantity; line item quantity; unit;"
    "product quantity; quantity invoice; invoice quantity; item quantity; unit sold;"
    "sale quantity; pieces; purchase quantity; product uom quantity; uom quantity",
    "unit_price": "unit price; price; line item price; price per unit; item price;"
    "sale price; product price; price each; selling price; list price",
    "line_amount": "line amount; line total; row total; total price; sale; sale amount;"
    "sale value; amount; total amount; revenue; product gross revenue; net amount;"
    "product net revenue; price sub total; extended price; turnover; value; gross amount;"
    "line total amount; price total; gross sale; total sale; net sale; line sale amount",
    "discount_amount": "discount amount; discount; total discount; coupon amount;"
    "line item discount; discount value; cart discount; total discount amount;"
    "discount total",
    "language": "language; language id; locale; lang",
    "body": "body; text; message; comment; content; review text; review comment;"
    "review comment message; review body; review content; detail; description; feedback;"
    "comment message; comment text",
    "title": "title; review title; headline; summary; subject; review comment title;"
    "comment title; review summary",
    "subject": "subject; title; summary; topic; raw subject",
    "probability": "probability; win probability; deal probability; probability percent",
    "stage": "stage; stage name; deal stage; sale stage; opportunity stage; pipeline stage;"
    "phase; dealstage; stage id",
    "amount": "amount; value; deal value; close value; total; price; deal amount;"
    "opportunity amount; expected revenue; mrr; amount total",
    "starts_on": "start date; start; valid from; date start; launch date",
    "ends_on": "end date; end; valid to; date end; expire date; stop date",
    "line_number": "line id; line item id; order line id; position; item id;"
    "order item id; sequence; add to cart order; line",
}
"""Column of the contract, in any entity, to names."""


@dataclass(frozen=True)
class Naming:
    """How tables of one entity are named, and what tells them from others."""

    subjects: str
    """Names of the table, and of one row; most usual first."""
    columns: dict[str, str]
    """Names of columns that are not `SHARED`, or mean something else there."""
    needs: tuple[str, ...] = ()
    """Columns of which one must be there besides those that are required."""
    telling: tuple[str, ...] = ()
    """Columns that few other entities have."""


NAMINGS: dict[str, Naming] = {
    "customers": Naming(
        "customer; household; shopper; demographic; member; buyer; user; person;"
        "customer detail; customer address; loyalty member",
        {"name": "", "created_at": SHARED["created_at"] + "; sign up date; customer since"},
        needs=(
            "email", "phone", "first_name", "last_name", "city", "postal_code", "country",
            "region", "age_band", "income_band", "sex", "birth_date", "created_at",
            "address",
        ),
        telling=(
            "first_name", "email", "age_band", "birth_date", "sex",
            "has_marketing_consent", "income_band", "marital_status",
        ),
    ),
    "products": Naming(
        "product; article; item; catalogue; catalog; sku; inventory item;"
        "product variant; product template; merchandise",
        {
            "product_id": SHARED["product_id"] + "; handle",
            "name": "name; product name; title; product title; description;"
            "product description; item name; article name; item description; short name",
            "department": "department; department name; division; product line",
            "category": "category; category name; product category; product type; type;"
            "product group; product category name; sub category; group; product group name;"
            "product type name; item category; category id; class; series",
            "brand": "brand; brand name; vendor; manufacturer; manufacturer name",
            "unit_cost_amount": "unit cost; cost; cost price; cost per item; product cost;"
            "standard cost; purchase price; buying price; buy price",
            "list_price_amount": "list price; price; unit price; sale price; retail price;"
            "regular price; variant price; msrp; rrp; selling price; product price",
            "image_url": "image url; image; image src; picture url; image link; thumbnail;"
            "picture; variant image",
        },
        needs=("name", "department", "category", "brand", "list_price_amount",
               "unit_cost_amount"),
        telling=("name", "category", "brand", "list_price_amount", "unit_cost_amount"),
    ),
    "stores": Naming(
        "store; branch; outlet; location; seller; point of sale; warehouse",
        {"name": "name; store name; branch name; store; title"},
        needs=("name", "city", "country", "latitude"),
        telling=("latitude", "longitude"),
    ),
    "subscriptions": Naming(
        "subscription; membership; plan subscription; customer subscription; contract",
        {
            "amount": "amount; price; mrr; plan amount; monthly fee; unit amount; fee;"
            "recurring amount; total",
            "started_on": "start date; start; current period start; begin date; valid from;"
            "subscription start; create date",
            "ended_on": "end date; end; cancel date; cancelled date; canceled date;"
            "expire date; valid to; termination date; cancelled",
            "product_id": SHARED["product_id"] + "; plan id; plan; price id",
        },
        telling=("ended_on", "product_id", "status", "amount"),
    ),
    "orders": Naming(
        "order; sale order; purchase; invoice; basket; receipt; transaction; sale;"
        "order header; sale order header; sale header; rental; purchase order; checkout;"
        "order info; invoice header; order stat; shop order",
        {
            "ordered_at": "order date; order purchase date; purchase date; invoice date;"
            "transaction date; sale date; receipt date; document date; placed date; date;"
            "create date; date create gmt; create date gmt; rental date; date add;"
            "process date; booking date; payment date",
            "order_amount": "order amount; grand total; total; total amount; total price;"
            "total sale; amount; order total; amount total; order value; total paid;"
            "invoice amount; total due; net total; sub total; value; total order value",
            "discount_amount": SHARED["discount_amount"],
            "shipping_amount": "shipping amount; shipping; shipping cost; shipping total;"
            "shipping price; total shipping; total shipping price; shipping fee",
            "tax_amount": "tax amount; tax; total tax; tax total; tax amt; amount tax",
        },
        needs=("customer_id", "order_amount", "status", "store_id"),
        telling=("order_amount", "status", "shipping_amount", "tax_amount"),
    ),
    "order_lines": Naming(
        "order line; order item; order product; order detail; line item; invoice line;"
        "invoice item; sale order item; sale order line; sale line; sale item;"
        "sale order detail; order product lookup; transaction; transaction item; sale;"
        "online retail; receipt line; basket; till; pos; transaction detail; purchase;"
        "basket item; receipt item; item sold; super store; order row; invoice detail;"
        "sale transaction; transaction line; retail; order; sale order; invoice; receipt",
        {
            "order_id": SHARED["order_id"] + "; name",
            "ordered_at": "order date; invoice date; transaction date; purchase date; date;"
            "sale date; receipt date; create date; till date; date create; document date",
        },
        needs=("product_id", "quantity", "line_amount", "unit_price"),
        telling=("quantity", "product_id", "unit_price", "line_amount", "line_number"),
    ),
    "campaigns": Naming(
        "campaign; marketing campaign; campaign description; campaign detail; mailing",
        {
            "name": "name; campaign name; title",
            "kind": "kind; type; campaign type; channel; objective",
            "starts_on": SHARED["starts_on"] + "; send date",
            "budget_amount": "budget; budget amount; budgeted cost; daily budget; total budget;"
            "actual cost",
        },
        needs=("name", "kind", "starts_on", "budget_amount"),
        telling=("budget_amount", "starts_on", "ends_on"),
    ),
    "campaign_members": Naming(
        "campaign member; campaign; campaign customer; campaign recipient; campaign contact;"
        "campaign audience; recipient; campaign target",
        {
            "customer_id": SHARED["customer_id"] + "; contact id; recipient id",
            "is_holdout": "is holdout; holdout; is control; control group; is control group;"
            "control",
        },
        telling=("is_holdout",),
    ),
    "coupons": Naming(
        "coupon; voucher; promo code; coupon product; discount code; promotion code",
        {"coupon_id": SHARED["coupon_id"] + "; discount id"},
        needs=("product_id", "campaign_id"),
        telling=("campaign_id",),
    ),
    "coupon_redemptions": Naming(
        "coupon redemption; redemption; coupon use; coupon usage; voucher redemption;"
        "redeemed coupon; coupon customer",
        {
            "coupon_id": SHARED["coupon_id"] + "; discount id",
            "redeemed_at": "redeem date; redeem; use date; used date; date; create date;"
            "usage date; redemption date",
        },
        telling=("redeemed_at",),
    ),
    "promotions": Naming(
        "promotion; causal; promo; product promotion; weekly promotion; store promotion",
        {
            "week_start_on": "week start date; week start; week begin date; week start on;"
            "week date",
            "display": "display; display location; is display; on display",
            "mailer": "mailer; mailer location; feature; leaflet; flyer; in mailer",
        },
        needs=("display", "mailer"),
        telling=("display", "mailer", "week_start_on"),
    ),
    "ad_spend": Naming(
        "ad spend; marketing spend; spend; ad cost; ad; ad performance; campaign performance;"
        "ad insight; advertising; campaign spend; ad stat",
        {
            "spent_on": "spend date; date; date start; report date; spend on; segment date",
            "spend_amount": "spend amount; spend; cost; amount spent; ad cost; amount;"
            "ad spend; marketing spend; total cost; cost micro",
            "impressions": "impression; impression count; id of impression; view",
            "clicks": "click; click count; link click; id of click",
        },
        needs=("spend_amount",),
        telling=("spend_amount", "impressions", "clicks"),
    ),
    "experiments": Naming(
        "experiment; experiment exposure; exposure; experiment assignment; assignment;"
        "ab test; experiment viewed; experiment user",
        {
            "variant": "variant; variation; group; arm; bucket; test group; variant name;"
            "treatment; variation id; variant id; cohort; grp",
            "exposed_at": "exposed date; exposed; exposure date; assigned date; assigned;"
            "first exposure date; date; create date",
        },
        telling=("variant",),
    ),
    "accounts": Naming(
        "account; company; organization; business; corporate customer; client company",
        {
            "name": "name; account name; company name; legal name",
            "sector": "sector; industry; branch; vertical; business segment",
            "employees": "employee; id of employee; employee count; number employee;"
            "headcount; company size",
            "annual_revenue_amount": "annual revenue; revenue; annual revenue amount;"
            "yearly revenue; turnover; annualrevenue",
            "country": SHARED["country"] + "; billing country; hq country; bill to country",
            "parent_account_id": "parent id; parent account id; parent account;"
            "parent company id; subsidiary of; parent company; parent",
        },
        needs=("sector", "employees", "annual_revenue_amount", "name", "country"),
        telling=("sector", "employees", "annual_revenue_amount", "parent_account_id"),
    ),
    "contacts": Naming(
        "contact; lead; person; marketing qualified contact; crm contact; contact person",
        {
            "website": "website; web site; url; website url; homepage; home page",
            "social_handle": "social handle; twitter; twitter handle; linked in; instagram;"
            "linkedin url; social",
            "customer_id": "customer id; customer; shop customer id; user id",
            "address": SHARED["address"] + "; mailing address; mailing street",
            "city": SHARED["city"] + "; mailing city",
            "region": SHARED["region"] + "; mailing region",
            "postal_code": SHARED["postal_code"] + "; mailing postal id",
            "country": SHARED["country"] + "; mailing country",
        },
        needs=("email", "phone", "first_name", "last_name"),
        telling=("first_name", "last_name", "email", "phone", "account_id"),
    ),
    "representatives": Naming(
        "representative; sale representative; sale team; sale agent; sale person; owner;"
        "salesforce; user; crm user; account manager; team member",
        {
            "name": "name; full name; representative name; sale person name; display name",
            "manager_name": "manager name; manager; supervisor; team lead; team leader;"
            "reports to",
        },
        needs=("manager_name", "region", "name"),
        telling=("manager_name", "region"),
    ),
    "deals": Naming(
        "deal; opportunity; sale pipeline; pipeline; closed deal; sale opportunity;"
        "crm opportunity",
        {
            "created_on": "create date; open date; engage date; opened date; create on; begin date",
            "closed_on": "close date; closed date; won date; close on; actual close date;"
            "lost date; date close; won time",
            "close_expected_on": "expected close date; close expected on; expected close;"
            "forecast date; estimated close date; date deadline; expected closing date",
            "product_id": "product id; product; product name",
        },
        telling=("stage", "probability", "amount", "close_expected_on", "closed_on"),
    ),
    "deal_stage_changes": Naming(
        "deal stage change; deal stage history; opportunity history; stage history;"
        "deal history; stage change; opportunity stage history; opportunity field history",
        {
            "stage": SHARED["stage"] + "; new stage; to stage; new value",
            "entered_at": "entered date; entered; change date; create date; stage date; date;"
            "update date; moved date; stage entered date",
        },
        telling=("stage", "entered_at"),
    ),
    "activities": Naming(
        "activity; task; engagement; meeting; call; event; crm activity; appointment;"
        "interaction",
        {
            "kind": "kind; type; activity type; task subtype; engagement type; channel;"
            "activity kind; task type; call type",
            "booked_at": "booked date; booked; create date; scheduled date; book date",
            "starts_at": "start date; start; due date; activity date; meeting date; call date;"
            "activity date date; start date date; date",
            "duration_minutes": "duration minute; duration in minute; duration; minute;"
            "call duration; length minute; duration min",
        },
        needs=("starts_at", "duration_minutes", "booked_at", "account_id", "contact_id"),
        telling=("duration_minutes", "starts_at", "deal_id"),
    ),
    "goals": Naming(
        "goal; target; quota; sale target; sale goal; kpi target; okr",
        {
            "metric": "metric; kpi; measure; metric name; indicator",
            "scope": "scope; level; goal scope; target level",
            "scope_id": "scope id; team id; scope name; owner id",
            "target": "target; target value; goal; quota; target amount; goal value",
        },
        telling=("metric", "scope", "target"),
    ),
    "reviews": Naming(
        "review; product review; order review; rating; review detail; customer review;"
        "feedback; testimonial",
        {
            "rating": "rating; review rating; review score; score; overall rating; overall;"
            "rating value",
            "written_at": "written date; review date; create date; create; review create date; date;"
            "submitted date; review date date; posted date; published date",
        },
        needs=("rating", "body", "title"),
        telling=("rating", "body", "title"),
    ),
    "surveys": Naming(
        "survey; survey response; nps; nps response; csat; survey answer; nps survey;"
        "response; feedback response",
        {
            "response_id": "response id; survey response id; survey id; answer id;"
            "feedback id; submission id",
            "kind": "kind; type; survey type; survey kind; survey",
            "score": "score; nps; nps score; rating; answer; value; csat; csat score",
            "comment": "comment; feedback; text; verbatim; remark; open text; reason",
            "answered_at": "answered date; response date; submitted date; create date; date;"
            "completed date; answer date; survey date",
        },
        needs=("score",),
        telling=("score", "comment"),
    ),
    "tickets": Naming(
        "ticket; support ticket; case; issue; support case; support request; helpdesk ticket;"
        "complaint; zendesk ticket",
        {
            "ticket_id": "ticket id; ticket; case id; case; issue id; request id; complaint id",
            "body": "body; description; message; content; text; detail; comment;"
            "issue description",
            "channel": "channel; ticket channel; origin; via; source; via channel;"
            "source type; submitted via",
            "opened_at": "opened date; open date; create date; submitted date; reported date;"
            "opened; received date; date received; date",
            "closed_at": "close date; resolved date; solved date; resolution date; resolved;"
            "close; date closed; date resolved",
            "satisfaction": "satisfaction; satisfaction score; satisfaction rating; csat;"
            "customer satisfaction rating; customer satisfaction; csat score",
            "transcript_url": "transcript url; transcript; recording url; conversation url",
            "contact_id": SHARED["contact_id"],
            "customer_id": SHARED["customer_id"] + "; submitter id",
        },
        needs=("subject", "body", "opened_at"),
        telling=("subject", "opened_at", "closed_at", "satisfaction"),
    ),
    "posts": Naming(
        "post; social post; tweet; mention; social mention; social media; complaint post;"
        "social media post",
        {
            "post_id": "post id; post; tweet id; mention id; status id",
            "channel": "channel; platform; network; source; social network; medium; portal;"
            "site",
            "url": "url; permalink; link; post url; permalink url; source url",
            "written_at": "written date; post date; create date; create; published date; posted date;"
            "date; publish date",
        },
        needs=("body", "url", "written_at"),
        telling=("body", "url"),
    ),
}  # fmt: skip
"""Entity of the contract to its naming."""

CURSOR = SHARED["updated_at"]
"""Names of a column that every change of a row sets."""

PERSONAL = (
    "email; phone; name; first name; last name; full name; address; birth; birth date;"
    "street; iban; password; token; secret; ssn; passport; fax; ip; ip address; handle;"
    "social handle; twitter; user name; username; contact name; customer name; nickname;"
    "company name; billing name; shipping name; comment; body; note; message; card id;"
    "postal; postal id; latitude; longitude; tax id; credit card; date of birth"
)
"""Names of columns whose values tell who somebody is."""

"""The schema ``identities``: who is whom, as the last run found it.

An identifier is a text, its kind before a colon:

=================  ===================================================================
customer:42        the shop's id of a customer; events call it ``user_id``
contact:crm/C-1    a contact, by its source and id
anonymous:x1       a device, as events call it
email:ada@x.org    an address, in the form that is compared
phone:+441632…     a number, in the form that is compared
=================  ===================================================================

Models read these tables, and nothing else says who is whom.
"""

import duckdb

TABLES = """
create schema if not exists identities;

-- One row per identifier.
create table if not exists identities.identifiers (
    identifier varchar not null,
    kind varchar not null, -- what stands before the colon
    value varchar not null, -- what stands after it
    customer_id varchar not null,
    since timestamp not null, -- when a run first saw it
    group_size bigint not null, -- identifiers that hang together with it
    is_held boolean not null -- too many hang together: they wait for a person
);

-- One row per identifier that was known and is not there now: if it comes back, it is
-- the same customer's.
create table if not exists identities.gone (
    identifier varchar not null,
    customer_id varchar not null,
    since timestamp not null
);

-- One row per two identifiers and rule that says that they are one person.
create table if not exists identities.edges (
    left_identifier varchar not null, -- the smaller of both
    right_identifier varchar not null,
    rule varchar not null,
    reason varchar not null, -- for a person to read
    weight double, -- of a match, in bits
    since timestamp not null, -- of the record or event that says it
    status varchar not null -- used, shared, over_limit, denied
);

-- One row per id ever given to a customer.
create table if not exists identities.minted (
    customer_id varchar not null,
    minted_at timestamp not null,
    minted_from varchar not null -- its first identifier then
);

-- One row per id that was merged into another; they lead to their end in one step.
create table if not exists identities.redirects (
    customer_id varchar not null,
    to_customer_id varchar not null,
    redirected_at timestamp not null
);

-- One row per two contacts that may be one person.
create table if not exists identities.matches (
    left_identifier varchar not null, -- the smaller of both
    right_identifier varchar not null,
    weight double not null, -- bits
    probability double not null,
    rule varchar not null, -- by what the two were found
    decision varchar not null, -- merge, review, held; same, different: by a person
    explanation varchar not null -- JSON list of bars that add up to the weight
);

-- One row per value that names nobody, or that was mended to be compared.
create table if not exists identities.findings (
    code varchar not null, -- blocked, too_long, unreadable, mended, self, shared, held;
                           -- over_limit, denied: edges, by rule; corrected
    kind varchar not null, -- or the rule
    value varchar not null,
    becomes varchar, -- of a mended value
    records bigint not null
);

-- The four below say what the last run linked, so that the next one links what changed.
-- An island is what hangs together by anything at all, see `science.identity.islands`.

-- One row per identifier that was seen or of which something was said.
create table if not exists identities.islands (
    identifier varchar not null,
    island bigint not null
);

-- One row per row that was seen together or said.
create table if not exists identities.island_rows (
    row_hash ubigint not null, -- of the whole row
    times integer not null, -- that it came
    island bigint not null
);

-- One row per island and value of `findings`, without what was corrected.
create table if not exists identities.island_findings (
    island bigint not null,
    code varchar not null,
    kind varchar not null,
    value varchar not null,
    becomes varchar,
    records bigint not null
);

-- One row: what decides what is made of the rows. By another one all are linked anew.
create table if not exists identities.recipe (
    recipe varchar not null
);

-- One row per contact, in the forms that are compared: what did not change since the
-- last run is not made again.
create table if not exists identities.contact_forms (
    identifier varchar not null, -- of the contact
    first_name varchar,
    first_name_key varchar, -- consonants
    last_name varchar,
    last_name_key varchar,
    birth_date varchar, -- eight digits
    sex varchar,
    email varchar,
    email_user varchar, -- before the @
    phone varchar,
    phone_key varchar, -- last digits
    website varchar,
    social_handle varchar,
    address varchar,
    city varchar,
    region varchar,
    postal_code varchar,
    country varchar, -- two letters, where it is known
    city_written varchar, -- what was corrected, as it was written
    region_written varchar,
    country_written varchar,
    email_own varchar, -- before the @, where it is not made of the names
    row_hash varchar not null -- of the row as it came
);

-- One row, where a model was learnt: how alike the contacts of one person are.
create table if not exists identities.matching_model (
    model varchar not null, -- JSON
    taken_out varchar not null -- JSON list of e-mails and numbers of too many people
);
"""


def create_identities(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schema ``identities`` where it is missing."""
    connection.execute(TABLES)

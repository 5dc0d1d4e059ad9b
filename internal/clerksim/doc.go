// Package clerksim is a local Clerk Backend API in memory: one coherent
// instance, with the rules, limits and errors of the real one, for tests and
// for trying things out. It takes each of Clerk's API versions and answers all
// as 2026-05-12.
//
// The API is under /v1 and wants the secret key. What Clerk's documents leave
// open is listed in [Assumptions]; each choice can be flipped.
//
// # Control
//
// Under /_sim, apart from the API, without a key, JSON in and out:
//
//	GET  /_sim/stats        {"requests":n,"throttled":n,"faults":n,"by_operation":{"POST /users":n}}
//	GET  /_sim/requests     the requests to the API so far, as Request
//	GET  /_sim/state        everything that the instance holds, secrets left out
//	GET  /_sim/assumptions  the assumptions, and their values here
//	POST /_sim/reset        back to the start: objects, clock, switches, spelling, faults, statistics
//	POST /_sim/clock        {"advance":"1h30m"}: locks, sessions, tokens and limits go by it
//	POST /_sim/faults       {"operation":"POST /users","kind":"lost","times":1,"retry_after":2,"field":"","null":false}
//	POST /_sim/switch       {"name":"ban","on":false}
//	POST /_sim/spelling     {"field":"first_name","rule":"trim"}
//	POST /_sim/seed         what the API itself cannot create, see below
//
// Wrong control requests are answered 400 with a sentence in plain text.
//
// # Faults
//
// Kinds: 429 (with Retry-After), 502 (a body that is no JSON), reset (the
// connection, before any work), lost (the work is done, then the connection is
// reset), lost_502 (the work is done, then answered 502), late (the connection is
// reset, and the work is done after the next request of any operation), 404 (a web
// server's page, before any work), another (the work is done, and the answer shows the
// id of another object), lacking (the work is done, and the answer lacks the field, in
// each object of a list; one inside a field is named email_addresses.verification; with
// null it is there, as null). A placed fault meets the next requests of its operation,
// or of any if that is empty, so often. Random ones ([Options].Faults) come from the seed, of the first four
// kinds alike, at most two in a row for one call, which is then let through ten
// times; their 429 asks for no wait. An operation of [Options].Spared meets no other
// kind at random: a 429 says that nothing was done.
//
// # Switches
//
//	ban                  on   off: 402 for ban and unban, and for users created banned
//	lockout              on   off: 403 for lock and unlock, and for users created locked
//	organizations        on   off: 403 for everything about organizations
//	organization_slugs   on   off: 403 for the slug of an organization
//	verified_domains     on   off: 403 for everything about the domains of organizations
//	auto_enrollment      on   off: 403 for the modes automatic_… of such a domain
//	custom_roles         on   off: 402 for new organization roles and permissions
//	role_sets            on   off: 402 for new role sets, and for organizations that name one
//	custom_signing_keys  on   off: 402 for JWT templates with a key of their own
//	restrictions         on   off: 402 for PATCH /instance/restrictions, the allowlist and the blocklist
//	proxy                on   off: no check of a proxy succeeds
//	impersonation        on   off: 402 for actor tokens
//	breached_passwords   off  on: each password is a breached one (422 form_password_pwned)
//	scim                 off  on: users and addresses are managed by SCIM (409)
//	scim:USER_ID         off  the same for one user, whatever scim says
//	email_required       off  on: a user needs an email address (422 form_data_missing)
//	password_required    off  on: a user needs a password (422 form_data_missing)
//	oauth_PROVIDER       on for google, github, microsoft, apple; off: 404 for its access tokens
//
// # Spelling
//
// A field of a body, by its name, is stored otherwise than it is sent by one of these
// rules, which also hold for the texts inside a JSON object:
//
//	trim        without its outer space
//	upper       in capitals
//	drop_nulls  a JSON object without the members that are null, at any depth
//	otherwise   as some other value: a text with its last character twice, a number 7
//	            more, a time 7 ms later
//	ignore      not at all: what was there stays; also of a member of an object, such as
//	            "saml.idp_sso_url". Fields of their own are "banned" and
//	            "locked", also where their endpoints set them, the "file" of a picture,
//	            and "ownership_verified", which is that of a domain
//	(empty)     as it is sent
//
// # Seeds
//
// POST /_sim/seed takes any of these, and answers the ids of the external
// accounts, sessions and OAuth clients that it made:
//
//	{
//	  "users": 100,
//	  "activity": [{"user_id":"user_…","last_sign_in_at":1767225600000,"last_active_at":1767225600000}],
//	  "external_accounts": [{"user_id":"user_…","provider":"oauth_google","provider_user_id":"1","email_address":"ada@example.com"}],
//	  "oauth_access_tokens": [{"user_id":"user_…","provider":"oauth_google","token":"…","scopes":["email"]}],
//	  "verifications": [{"id":"idn_…","strategy":"email_code"}],
//	  "sessions": [{"user_id":"user_…","client_id":"client_…","status":"ended","actor":{"sub":"user_…"}}],
//	  "accepted_invitations": ["inv_…", "orginv_…"],
//	  "oauth_clients": [{"name":"MCP client","redirect_uris":["http://localhost/callback"],"public":true}],
//	  "oauth_grants": [{"oauth_application_id":"oa_…","user_id":"user_…","access_token":"…","refresh_token":"…"}],
//	  "enterprise_connection_test_runs": [{"enterprise_connection_id":"ec_…","status":"failed","logs":[{"level":"error","message":"…"}]}]
//	}
//
// # Not here
//
// The Frontend API, sending mail, and these parts of the Backend API: clients,
// templates, billing, bulk invitations, the waitlist in bulk.
// Their paths answer 404.
// Password digests are verified for bcrypt only; others never match.
package clerksim

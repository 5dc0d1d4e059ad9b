package clerksim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Assumption is a choice that the simulator makes where Clerk's documents are
// silent. A client must hold whichever way it goes.
type Assumption struct {
	Name    string
	Why     string   // what is not known, and why the default was chosen
	Values  []string // what it may be; "N" stands for a number
	Default string
}

var (
	yesNo        = []string{"true", "false"}
	restrictedBy = []string{"none", "blocklist", "both"}
)

// Assumptions are all the choices of the simulator, each flipped by
// Options.Assume or `clerk-sim --assume name=value`.
var Assumptions = []Assumption{
	{"email_case", "Addresses are compared without case; whether they are stored so is not said.", []string{"folded", "kept"}, "folded"},
	{"username_case", "Usernames are unique without case; whether they are stored so is not said.", []string{"kept", "folded"}, "kept"},
	{"phone_punctuation", "Only E.164 is documented; spaces, dashes, dots and parentheses are dropped.", []string{"dropped", "refused"}, "dropped"},
	{"unverified_addresses_unique", "The document says that an unverified address is not locked, but not that two users may hold it.", yesNo, "true"},
	{"empty_string_clears", `Only username is documented to be cleared by ""; names, external id, locale and descriptions of roles are taken to be as well. If false, "" is stored.`,
		yesNo, "true"},
	{"null_clears", "null for a name, external id, locale or description of a role clears it, as is documented for username. If false, null changes nothing.", yesNo, "true"},
	{"null_clears_numbers_and_times", "null for create_organizations_limit or legal_accepted_at changes nothing.", yesNo, "false"},
	{"null_clears_primary", "null for a primary_…_id changes nothing, because the address is still there to be primary.", yesNo, "false"},
	{"name_max_length", "No length of a user's name is documented; organization names have 256.", []string{"N"}, "256"},
	{"metadata_limit", "8 KB are documented; whether for each field or for all three together is not.", []string{"field", "total"}, "field"},
	{"unverify", "verified=false on a verified address: the document only says that it will be marked as verified.", []string{"ignored", "unverifies"}, "ignored"},
	{"demote_primary", "primary=false on the primary address changes nothing.", []string{"ignored", "demotes"}, "ignored"},
	{"primary_promotion", "Who becomes primary when the primary address is deleted: the oldest verified one, or none.", []string{"oldest", "none"}, "oldest"},
	{"unverified_primary", "Whether an address that is created primary has to be verified; only for a user's PATCH is that said.", []string{"allowed", "refused"}, "allowed"},
	{"user_without_identifier", "What an instance requires of a user is its configuration; nothing, unless a switch says so.", []string{"allowed", "refused"}, "allowed"},
	{"last_address_deletable", "The catalogue has identification_deletion_failed; when it is used is not said: a user's last identifier may go.", yesNo, "true"},
	{"image_url_changes", "An image that replaces another changes image_url.", yesNo, "true"},
	{"range_error_code", "The code for a number out of its range, in a query or a body.", []string{"form_param_value_invalid", "form_param_value_too_large"}, "form_param_value_invalid"},
	{"unknown_cursor", "What starting_after a user that does not exist answers.", []string{"422", "404", "empty"}, "422"},
	{"inactive_session_token", "What a token for a session that is not active answers; 401 and 404 are listed.", []string{"404", "401"}, "404"},
	{"revoke_again", "Revoking a session that is not active returns it unchanged, or is an error.", []string{"unchanged", "400"}, "unchanged"},
	{"ended_sessions_kept_days", "Old sessions that are not active are cleaned up; how old they become is not said.", []string{"N"}, "90"},
	{"banned_user_session", "A banned user cannot sign in; that no session can be created for one is a reading of it.", []string{"refused", "allowed"}, "refused"},
	{"session_list_needs_filter", "One of client_id and user_id should be given; the error without is a reading of the catalogue.", yesNo, "true"},
	{"organization_of_no_member", "What a session or a sign-in token for an organization answers in which the user is no member; that it is refused is a reading of the statuses that are listed.",
		[]string{"404", "422"}, "404"},
	{"template_null_numbers", "null for a template's lifetime or allowed_clock_skew changes nothing, or brings the default back.", []string{"ignored", "default"}, "ignored"},
	{"template_names", "No rule for names of JWT templates is published: letters, digits, dash and underscore were seen.", []string{"word", "any"}, "word"},
	{"reserved_claims", "The list of reserved claims is not published; the documentation names those that are refused.", []string{"documented", "none"}, "documented"},
	{"redirect_urls_unique", "Whether a redirect URL that is there already is refused, or stored once more; and the code.", yesNo, "true"},
	{"redirect_url_http", "Redirect URLs begin with https:// or a custom scheme; whether http is taken for one is not said.", yesNo, "false"},
	{"legacy_lists_stop", "Lists that may come as bare arrays have limit 10 by default, paginated or not.", yesNo, "true"},
	{"extra_fields", "Bodies that the document leaves open take unknown fields and ignore them.", []string{"ignored", "refused"}, "ignored"},
	{"last_admin_removable", "Whether the last member who can manage an organization may go or get a lesser role. Documentation calls an organization without one an invalid state " +
		"that occurs; if false, organization_minimum_permissions_needed is what refuses it.", yesNo, "true"},
	{"max_allowed_memberships", "The membership limit of an organization that is created without one; 0 is no limit.", []string{"N"}, "0"},
	{"organization_slug_cleared", `What null or "" for the slug of an organization does: it is kept, cleared, or refused. Answers have to have a slug.`,
		[]string{"kept", "cleared", "refused"}, "kept"},
	{"organization_slug_when_off", "The slug of an organization that is created where slugs are turned off: one that Clerk makes, or none.", []string{"generated", "empty"}, "generated"},
	{"organization_creator_deleted", "What created_by shows once the user is deleted; it may be left out.", []string{"kept", "left_out"}, "kept"},
	{"organization_initials", "That Clerk's own picture of an organization shows an initial, as that of a user was seen to.", yesNo, "true"},
	{"organization_domains_unique", "Documentation of 2023: an instance has one verified domain of a name, and an organization one of a name. Later ones do not say.",
		[]string{"verified", "instance", "organization"}, "verified"},
	{"organization_domain_taken", "The code for the name of a domain that is taken; the catalogue has one for the name of another organization's only.",
		[]string{"organization_domain_already_exists", "form_identifier_exists", "duplicate_record"}, "organization_domain_already_exists"},
	{"organization_domain_quota", "How many domains an organization may have, which the organization settings show; that one more is refused is a reading of the catalogue.", []string{"N"}, "10"},
	{"organization_domain_quota_code", "The code of that refusal: the catalogue does not say which requests it is for.",
		[]string{"organization_domain_quota_exceeded", "quota_exceeded"}, "organization_domain_quota_exceeded"},
	{"organization_domain_needs_mode", "The document does not mark enrollment_mode as required of a new domain; the types of Clerk's libraries do.", yesNo, "true"},
	{"unverified_domain", "affiliation_verification of a domain that is not verified: null, or with the status unverified.", []string{"null", "unverified"}, "null"},
	{"custom_permission_type", "A system permission has the type system; how the others' is called is not said.", []string{"user", "custom"}, "user"},
	{"custom_role_quota", "10 custom roles are documented; that the two roles of a new instance do not count is a reading of it.", []string{"N"}, "10"},
	{"role_set_quota", "How many role sets an instance may have, which the organization settings show; that the initial one counts, and that one more is refused, is a reading of it.",
		[]string{"N"}, "10"},
	{"role_set_quota_code", "The code of that refusal: the catalogue has none of role sets, so it is the general one, or one that is named as that of roles is.",
		[]string{"quota_exceeded", "organization_instance_role_sets_quota_exceeded"}, "quota_exceeded"},
	{"new_role_permissions", "The permissions of a role that is created without any: none, or those of org:member.", []string{"none", "members"}, "none"},
	{"new_role_in_initial_set", "Whether a role goes into the initial role set if include_in_initial_role_set is not sent.", yesNo, "false"},
	{"role_in_set_deletable", "A role that only role sets still have is deleted, and leaves them; if false it is refused, with a code that is made up.", yesNo, "true"},
	{"role_added_again", "Adding a role to a role set that has it changes nothing, or is refused, with a code that is made up.", []string{"ignored", "refused"}, "ignored"},
	{"role_outside_set", "What a member or an invitation with a role outside of the organization's role set answers; that it is refused is documented.", []string{"404", "422"}, "404"},
	{"initial_role_set_key", "The key of the role set of a new instance: public output has role_set:default; documentation calls it the primary one.",
		[]string{"role_set:default", "role_set:primary"}, "role_set:default"},
	{"organization_role_set_change", "An organization takes a role set that lacks a role of its members: refused, or they get its default role.",
		[]string{"refused", "default_role"}, "refused"},
	{"role_set_key_without_role_sets", "402 is listed for creating and changing an organization, and not what for: that it answers one that names a role set, where the plan has none.",
		[]string{"402", "accepted"}, "402"},
	{"initial_role_set_replaced", "Replacing the initial role set makes the other one initial, or is refused.", []string{"dest", "refused"}, "dest"},
	{"role_set_migration", "Members are given other roles at once, or some time after the answer.", []string{"at_once", "next_request"}, "at_once"},
	{"settings_extra_fields", "Unknown fields of settings: the document closes their bodies; the documentation of Clerk's command-line client says that they are dropped in silence.",
		[]string{"ignored", "refused"}, "ignored"},
	{"restricted_to_allowlist_is_allowlist", "Whether restricted_to_allowlist of the beta settings is the switch that the restrictions call allowlist.", yesNo, "true"},
	{"settings_roles_are_initial_sets", "Whether creator_role and domains_default_role of the organization settings are the roles of the initial role set.", yesNo, "true"},
	{"organization_settings_when_off", "What GET of the organization settings answers where organizations are off; the document lists 404.", []string{"shown", "404"}, "shown"},
	{"manual_invitation_listed", "Whether domains_enrollment_modes of the organization settings lists manual_invitation, which is no mode to be turned on.", yesNo, "false"},
	{"domain_taken", "The code for the name of a domain that the instance has already.", []string{"form_identifier_exists", "duplicate_record"}, "form_identifier_exists"},
	{"proxy_in_production_only", "proxy_url can be updated for production instances only, says the document; that development refuses it is a reading of it.", yesNo, "true"},
	{"listed_domains", "Allowlist and blocklist take *@example.com and, below a domain, *@*.example.com; whether they take example.com, as the dashboard does, is not said.",
		[]string{"refused", "accepted"}, "refused"},
	{"notify_wildcard", "notify is documented not to be available for wildcards and wallets: it does nothing, or is refused.", []string{"ignored", "refused"}, "ignored"},
	{"notify_invited", "What notify does for an allowed address that has a pending invitation: it sends another one, or nothing.", []string{"another", "nothing"}, "another"},
	{"restrictions_on_users", "The lists are documented to restrict sign-ups, beside which the documentation names the creation of users; which list, " +
		"if any, keeps users from being created, and addresses from being added, by the API is not said.", restrictedBy, "none"},
	{"restrictions_on_invitations", "Which list, if any, keeps an address from being invited. Who is invited signs up, which the blocklist is documented to prevent.",
		restrictedBy, "blocklist"},
	{"restrictions_on_organization_invitations", "The same of an invitation to an organization, which somebody who has signed up already can accept, too.", restrictedBy, "blocklist"},
	{"test_addresses", "Whether block_email_subaddresses lets the test addresses of test mode pass, which have the subaddress clerk_test: no document says so.", []string{"pass", "restricted"}, "pass"},
	{"users_on_waitlist", "Whether the address of a user can be put on the waitlist.", []string{"accepted", "refused"}, "accepted"},
	{"waitlist_entries_deletable", "Which entries of the waitlist can be deleted: the document calls the operation that of a pending entry, and lists 409.", []string{"pending", "all"}, "pending"},
	{"rejected_can_be_invited", "Whether who was rejected can be invited after all.", yesNo, "true"},
	{"invited_can_be_rejected", "Whether who was invited from the waitlist can be rejected.", yesNo, "false"},
	{"waitlist_without_invitation", "invitation of an entry of the waitlist that was not invited: null, or left out.", []string{"null", "left_out"}, "null"},
	{"oauth_application_id", "What the id of an OAuth application begins with; no document says it.", []string{"oa", "oauthapp"}, "oa"},
	{"oauth_applications_listed", "The order of OAuth applications where the query has none: the document calls it that of the newest first, and its default +created_at.",
		[]string{"newest_first", "oldest_first"}, "newest_first"},
	{"oauth_lists", "Whether scopes and redirect URIs of an OAuth application keep the order in which they were sent.", []string{"kept", "sorted"}, "kept"},
	{"oauth_scopes", "The document names four scopes that are available; whether others, such as openid, are refused is not said.", []string{"any", "documented"}, "any"},
	{"oauth_scopes_cleared", "What an empty text for the scopes does: they are cleared, or become the default ones.", []string{"cleared", "default"}, "cleared"},
	{"oauth_public_rotation", "A public client has no secret; whether rotating it is refused, or answers without one, is not said.", []string{"no_secret", "refused"}, "no_secret"},
	{"oauth_unknown_token", "What revoking a token answers that the application does not have.", []string{"404", "204"}, "404"},
	{"oauth_token_revoked_again", "What revoking a token answers that is revoked already.", []string{"204", "404"}, "204"},
	{"oauth_jwt_revocation", "JWT access tokens cannot be revoked; the status of the refusal, and its code, are not said.", []string{"422", "400", "404"}, "422"},
	{"machine_absent", "The code for a machine that is not there; the catalogue has machine_not_found, but does not mark it as one of the Backend API's.",
		[]string{"resource_not_found", "machine_not_found"}, "resource_not_found"},
	{"machine_names_unique", "Whether two machines may have one name.", yesNo, "false"},
	{"machine_scopes_itself", "Whether a machine can be given access to itself.", yesNo, "false"},
	{"machine_scope_exists", "The code of the 409 that is documented for access that a machine has.", []string{"duplicate_record", "conflict", "resource_conflict"}, "duplicate_record"},
	{"api_key_names_unique", "Whether a subject may have two API keys of one name. 409 is documented, and not what for.", yesNo, "false"},
	{"api_key_subject_exists", "Whether the subject of a new API key has to exist.", yesNo, "true"},
	{"agent_task_not_pending", "What revoking an agent task answers that is not pending; 400 and 404 are listed, and no code, so that it is the one of sign-in tokens but for the name.",
		[]string{"400", "404"}, "400"},
	{"agent_task_unknown_identifier", "What an agent task answers for a user whom no verified identifier names; 404 and 422 are listed.", []string{"404", "422"}, "404"},
	{"admin_portal_organization_exists", "Whether the organization of a link token of the admin portal has to exist; the status of the refusal, 400, is one of those that are listed.", yesNo, "true"},
	{"admin_portal_token_revoked_again", "What revoking a link token of the admin portal answers that is revoked already; 400 is listed, without a code.",
		[]string{"unchanged", "400"}, "unchanged"},
	{"enterprise_sync_user_attributes", "sync_user_attributes of a new enterprise connection, which a create does not take.", yesNo, "true"},
	{"enterprise_login_hint", "The login hint of a new connection by SAML.", []string{"email_address", "off"}, "email_address"},
	{"enterprise_provider", "provider of a connection to GitHub Enterprise or GitLab: as it was sent, or the key that the document shows for its configuration.", []string{"as_sent", "key"}, "as_sent"},
	{"enterprise_domains_unique", "Whether two enterprise connections may share a domain. 409 is documented, and not what for.", yesNo, "true"},
	{"enterprise_takes_domains", "Enabling a connection may delete verified domains of organizations that it has as well, says the document; it does so for all of them.", yesNo, "true"},
	{"enterprise_lists", "Some fields of a connection by SAML are there where its details are loaded, says the document; whether lists have them is not said.",
		[]string{"detailed", "brief"}, "detailed"},
	{"directory_enabled", "Whether a new directory is enabled, which a create does not say.", yesNo, "true"},
	{"directory_maps_groups", "Whether a new directory maps groups to roles, which a create does not say.", yesNo, "false"},
	{"directory_of_connection_unique", "Whether a connection has one directory at most; the dashboard shows one.", yesNo, "true"},
	{"directory_of_deleted_connection", "What becomes of the directory of a connection that is deleted: enterprise_connection_id may be null.", []string{"deleted", "kept"}, "deleted"},
	{"nested_fields", "How an error names a field inside another: with the names of both, or its own.", []string{"dotted", "bare"}, "dotted"},
	{"scim_blocks_user_update", "user_managed_by_scim is taken to refuse each PATCH of such a user.", yesNo, "true"},
}

// assumed holds the value of each assumption.
type assumed map[string]string

func newAssumed(flipped map[string]string) (assumed, error) {
	out := assumed{}
	for _, a := range Assumptions {
		out[a.Name] = a.Default
	}
	for _, name := range slices.Sorted(maps.Keys(flipped)) {
		i := slices.IndexFunc(Assumptions, func(a Assumption) bool { return a.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no assumption %q; there are: %s", name, strings.Join(slices.Sorted(maps.Keys(out)), ", "))
		}
		allowed, given := Assumptions[i].Values, flipped[name]
		if n, err := strconv.Atoi(given); !slices.Contains(allowed, given) && !(allowed[0] == "N" && err == nil && n >= 0) {
			return nil, fmt.Errorf("assumption %s takes %s, not %q", name, strings.Join(allowed, " or "), given)
		}
		out[name] = given
	}
	return out, nil
}

func (a assumed) yes(name string) bool { return a[name] == "true" }

func (a assumed) number(name string) int64 {
	n, _ := strconv.ParseInt(a[name], 10, 64)
	return n
}

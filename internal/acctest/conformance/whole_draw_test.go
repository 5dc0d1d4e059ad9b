package conformance_test

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// drawnBlock is a block of the configurations that are drawn. Of what stands behind the
// equals sign of a line, separated by |, one value is drawn; nothing leaves the argument
// out.
type drawnBlock struct{ typ, name, lines string }

// drawnBlocks refer to each other by everything that a person would refer by. Each comes
// after those that it needs.
var drawnBlocks = []drawnBlock{
	{"clerk_instance_organization_settings", "this", `
		max_allowed_memberships = 20 | 50
		admin_delete_enabled    = | true | false`},
	{"clerk_instance_communication", "this", `
		blocked_country_codes = ["DE"] | ["DE", "FR"] | []`},
	{"clerk_instance_settings", "this", `
		progressive_sign_up = | true | false
		allowed_origins     = ["https://app.example.com"] | ["https://app.example.com", "https://www.example.com"]
		test_mode           = | true | false`},
	{"clerk_instance_restrictions", "this", `
		block_disposable_email_domains = true | false
		block_email_subaddresses       = | true | false`},
	{"clerk_instance_protect", "this", `
		rules_enabled = true | false`},
	{"clerk_instance_oauth_application_settings", "this", `
		oauth_jwt_access_tokens = true | false
		default_scopes          = | ["email"] | ["email", "profile"]`},

	{"clerk_user", "ada", `
		email_addresses = ["ada@example.com"]
		username        = "lovelace"
		first_name      = | "Ada" | "Augusta"
		public_metadata = | jsonencode({ plan = "pro" }) | jsonencode({ plan = "free", seats = [1, null] })
		profile_image   = | "` + green + `" | "` + blue + `"
		banned          = | false | true`},
	{"clerk_user", "grace", `
		email_addresses = ["grace@example.com"] | ["grace@example.com", "hopper@example.com"]
		primary_email_address = "grace@example.com"
		external_id     = | "42" | "43"
		locale          = | "en-GB" | "fr"`},
	{"clerk_email_address", "ada", `
		user_id       = clerk_user.ada.id
		email_address = "countess@example.com"
		verified      = | true`},
	{"clerk_phone_number", "grace", `
		user_id      = clerk_user.grace.id
		phone_number = "+15555560100"
		verified     = | true`},
	{"clerk_user_metadata", "grace", `
		user_id         = clerk_user.grace.id
		public_metadata = jsonencode({ crm = "a-17" }) | jsonencode({ crm = { id = 17 } })`},

	{"clerk_organization_permission", "read", `
		key         = "org:reports:read" | "org:reports:see"
		name        = "Read" | "See"
		description = | "Those of the last year"`},
	{"clerk_organization_role", "editor", `
		key         = "org:editor" | "org:author"
		name        = "Editor" | "Author"
		permissions = | [] | ["org:sys_memberships:read"] | [clerk_organization_permission.read.key]
		include_in_initial_role_set = true`},
	{"clerk_organization_role", "owner", `
		key         = "org:owner"
		name        = "Owner"
		permissions = ["org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"]`},
	{"clerk_role_set", "partners", `
		key          = "role_set:partners" | "role_set:allies"
		name         = "Partners" | "Allies"
		roles        = [clerk_organization_role.owner.key, "org:member"]
		default_role = "org:member" | clerk_organization_role.owner.key
		creator_role = clerk_organization_role.owner.key`},
	{"clerk_organization", "acme", `
		name             = "Acme" | "Acme & Co"
		slug             = "acme" | "acme-and-co"
		public_metadata  = | jsonencode({ seats = 3 }) | jsonencode({})
		private_metadata = | jsonencode({ crm = "a-17" })
		logo             = | "` + green + `"`},
	{"clerk_organization", "globex", `
		name     = "Globex"
		slug     = "globex"
		role_set = clerk_role_set.partners.key`},
	{"clerk_organization_metadata", "globex", `
		organization_id = clerk_organization.globex.id
		public_metadata = jsonencode({ plan = "pro" }) | jsonencode({ plan = { id = 1 } })`},
	{"clerk_organization_membership", "ada_in_acme", `
		organization_id = clerk_organization.acme.id
		user_id         = clerk_user.ada.id
		role            = "org:member" | "org:admin"
		public_metadata = | jsonencode({ desk = 3 }) | jsonencode({ desk = { floor = 1 } })`},
	{"clerk_organization_membership", "grace_in_acme", `
		organization_id = clerk_organization.acme.id
		user_id         = clerk_user.grace.id
		role            = clerk_organization_role.editor.key`},
	{"clerk_organization_membership", "grace_in_globex", `
		organization_id = clerk_organization.globex.id
		user_id         = clerk_user.grace.id
		role            = clerk_organization_role.owner.key | "org:member"`},
	{"clerk_organization_domain", "acme", `
		organization_id = clerk_organization.acme.id
		name            = "acme.example.com"
		enrollment_mode = | "manual_invitation" | "automatic_suggestion"
		verified        = | true`},
	{"clerk_organization_invitation", "acme", `
		organization_id = clerk_organization.acme.id
		email_address   = "invited@example.com" | "another@example.com"
		role            = "org:member" | clerk_organization_role.editor.key
		notify          = false`},

	{"clerk_enterprise_connection", "acme", `
		name              = "Acme" | "Acme & Co"
		identity_provider = "saml_okta"
		domains           = ["sso.example.com"] | ["sso.example.com", "sso.example.org"]
		organization_id   = | clerk_organization.acme.id
		active            = | false | true
		saml              = { idp_metadata_url = "https://idp.example.com/metadata" } | { idp_metadata_url = "https://idp.example.com/metadata", force_authn = true }`},
	{"clerk_directory", "acme", `
		enterprise_connection_id   = clerk_enterprise_connection.acme.id
		identity_provider          = "okta" | "azure"
		name                       = "Acme"
		group_role_mapping_enabled = true
		group_role_mappings        = | [{ group_id = "sales", role = "org:member" }] | [{ group_id = "sales", role = "org:admin" }, { group_id = "all", role = "org:member" }]`},

	{"clerk_machine", "reports", `
		name              = "reports"
		default_token_ttl = | 60 | 120`},
	{"clerk_machine", "billing", `
		name = "billing" | "invoices"`},
	{"clerk_machine_scope", "there", `
		from_machine_id = clerk_machine.reports.id
		to_machine_id   = clerk_machine.billing.id`},
	{"clerk_machine_scope", "back", `
		from_machine_id = clerk_machine.billing.id
		to_machine_id   = clerk_machine.reports.id`},
	{"clerk_api_key", "reports", `
		subject     = clerk_user.grace.id | clerk_organization.acme.id
		name        = "reports"
		description = | "of the night" | "of the day"
		scopes      = | ["reports:read"] | ["reports:read", "reports:write"]`},

	{"clerk_jwt_template", "reports", `
		name     = "reports" | "invoices"
		claims   = jsonencode({ aud = "reports" }) | jsonencode({ aud = "invoices", n = 1 })
		lifetime = | 60 | 120`},
	{"clerk_redirect_url", "app", `
		url = "my-app://callback" | "https://example.com/callback"`},
	{"clerk_oauth_application", "docs", `
		name          = "docs"
		redirect_uris = | ["my-app://callback"] | [clerk_redirect_url.app.url]
		scopes        = | ["profile", "email"] | ["profile"]`},
	{"clerk_domain", "satellite", `
		name      = "satellite.example.com" | "other.example.com"
		proxy_url = | "https://satellite.example.com/__clerk"`},
	{"clerk_svix_app", "this", ""},
	{"clerk_allowlist_identifier", "example", `
		identifier = "*@example.com" | "+15555590100"`},
	{"clerk_blocklist_identifier", "example", `
		identifier = "*@blocked.example.com"`},
	{"clerk_waitlist_entry", "waiting", `
		email_address = "waiting@example.com"`},
	{"clerk_invitation", "newcomer", `
		email_address   = "newcomer@example.com"
		public_metadata = | jsonencode({ plan = "pro" })
		notify          = false`},
}

func (b drawnBlock) address() string { return b.typ + "." + b.name }

// reference matches what refers to another block.
var reference = regexp.MustCompile(`\bclerk_\w+\.[a-z_]+`)

// drawBlocks draws a configuration, in HCL, by address: most of the blocks, but none that
// needs one which is left out. What was drawn before is mostly kept.
func drawBlocks(rt *rapid.T, before map[string]string) map[string]string {
	drawn := map[string]string{}
	there := func(text string) bool {
		return !slices.ContainsFunc(reference.FindAllString(text, -1), func(a string) bool { return drawn[a] == "" })
	}
	for _, b := range drawnBlocks {
		was := before[b.address()]
		keeps := was != "" && there(was) && rapid.IntRange(0, 9).Draw(rt, b.address()+" is kept") < 6
		if keeps {
			drawn[b.address()] = was
		} else if rapid.IntRange(0, 3).Draw(rt, b.address()+" is there") > 0 {
			if lines, ok := drawLines(rt, b, there); ok {
				drawn[b.address()] = lines
			}
		}
	}
	return drawn
}

// drawLines draws the arguments of a block; none if one of them has to refer to what is
// not there.
func drawLines(rt *rapid.T, b drawnBlock, there func(string) bool) (arguments string, possible bool) {
	arguments = "\n"
	for name, values := range b.arguments() {
		choices := slices.DeleteFunc(values, func(v string) bool { return !there(v) })
		if len(choices) == 0 {
			return "", false
		}
		if v := rapid.SampledFrom(choices).Draw(rt, b.address()+"."+name); v != "" {
			arguments += "  " + name + " = " + v + "\n"
		}
	}
	return arguments, true
}

// arguments are those of the lines, with the values that each may have.
func (b drawnBlock) arguments() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for line := range strings.Lines(strings.TrimSpace(b.lines)) {
			name, all, _ := strings.Cut(line, "=")
			values := strings.Split(all, "|")
			for n, v := range values {
				values[n] = strings.TrimSpace(v)
			}
			if !yield(strings.TrimSpace(name), values) {
				return
			}
		}
	}
}

// written is the configuration of blocks, for a provider that repeats so often.
func written(blocks map[string]string, retries int) string {
	var all strings.Builder
	fmt.Fprintf(&all, "provider \"clerk\" {\n  max_retries = %d\n}\n", retries)
	for _, b := range drawnBlocks {
		if arguments := blocks[b.address()]; arguments != "" {
			fmt.Fprintf(&all, "resource %q %q {%s}\n", b.typ, b.name, arguments)
		}
	}
	return all.String()
}

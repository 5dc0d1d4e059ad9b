package export

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// rule is what the schemas do not say of a type. Most types need none: they are
// named by ordinaryNames or as their list resource displays them, metadata is JSON, and what
// is called after another type, such as user_id and from_machine_id, refers to its objects.
type rule struct {
	// names are the arguments that a resource is named after: the first group of
	// which anything is left. Optional: see ordinaryNames.
	names [][]string
	// json are the arguments that are JSON objects, beside those that are called metadata.
	json []string
	// instead are the arguments that are left out when another type is exported,
	// too, which then manages what they say. That type is exported only by its name.
	instead map[string][]string
	// refers are the arguments that hold the id of an object of another type and are not
	// called after it, and keyed those that hold the key of one, or of several. One within
	// another is "argument.inner".
	refers, keyed map[string]string
	// listedBy are the arguments that hold the id of an object of one of some types, and
	// without which Clerk lists no objects of this one: since each list is a request, it is
	// exported only when it is asked for.
	listedBy map[string][]string
	// after is a type of settings that have to be there before Clerk takes an object of
	// this type.
	after string
	// refusedBy is a type of settings, and refused are the arguments that they do not let a new object have.
	refusedBy string
	refused   func(settings, o *object) []string
	// notes are the values of objects of other types that decide about an object of this one, and
	// behind are those of these objects that have to be made before it: see order.go.
	notes  map[string]func(*object) []string
	behind func(o *object, noted []note) []note
	// mails says that Clerk sends mail when an object is made, unless notify is false.
	mails bool
	// everywhere reports whether every instance has this object: it is imported by the
	// argument key, in whatever instance, and never made. Settings have no such argument:
	// they are imported as "this".
	everywhere func(state map[string]tftypes.Value) bool
	key        string
	// varies is the variable that holds the key of such an object, which each instance
	// has otherwise.
	varies string
	// withheld are arguments that Clerk does not return, and unreturned those of which it
	// does not even tell whether an object has them.
	withheld   []withheld
	unreturned []string
}

// withheld are arguments that Clerk does not return, and that an object may need where
// it is made anew.
type withheld struct {
	arguments string
	when      func(*object) bool // whether the object may have them; nil: always
}

// has reports whether the configuration has an argument, and an inner one unless that is "".
func has(argument, inner string) func(*object) bool {
	return func(o *object) bool {
		v := o.config[argument]
		var fields map[string]tftypes.Value
		if inner == "" || v.IsNull() || v.As(&fields) != nil {
			return inner == "" && !v.IsNull()
		}
		return !fields[inner].IsNull()
	}
}

// is reports whether an attribute of a state has one of these texts.
func is(attribute string, texts ...string) func(map[string]tftypes.Value) bool {
	return func(state map[string]tftypes.Value) bool { return slices.Contains(texts, text(state[attribute])) }
}

func always(map[string]tftypes.Value) bool { return true }

const (
	organizationSettings = "clerk_instance_organization_settings"
	allowlist            = "clerk_allowlist_identifier"
	blocklist            = "clerk_blocklist_identifier"
)

// ordinaryNames are the arguments that resources are named after, unless a rule says otherwise.
var ordinaryNames = [][]string{{"name"}, {"email_address"}, {"phone_number"}, {"identifier"}, {"url"}}

// calledAfter is the type, one of these, that an argument with the id of an object is called
// after: clerk_machine of from_machine_id; "" if there is none.
func calledAfter(argument string, types []string) string {
	noun, isID := strings.CutSuffix(argument[strings.LastIndex(argument, ".")+1:], "_id")
	for isID {
		if slices.Contains(types, "clerk_"+noun) {
			return "clerk_" + noun
		}
		_, noun, isID = strings.Cut(noun, "_")
	}
	return ""
}

var rules = map[string]rule{
	"clerk_user": {
		names: [][]string{
			{"first_name", "last_name"}, {"username"}, {"primary_email_address"}, {"email_addresses"},
			{"primary_phone_number"}, {"phone_numbers"}, {"external_id"}, {"primary_web3_wallet"}, {"web3_wallets"},
		},
		instead: map[string][]string{
			"clerk_email_address": {"email_addresses", "primary_email_address"},
			"clerk_phone_number":  {"phone_numbers", "primary_phone_number"},
		},
		unreturned: []string{"profile_image"},
	},
	"clerk_domain": {
		key: "name", varies: "primary_domain",
		everywhere: func(state map[string]tftypes.Value) bool {
			return state["is_satellite"].Equal(tftypes.NewValue(tftypes.Bool, false))
		},
	},
	"clerk_instance_settings": {everywhere: always, withheld: []withheld{{
		arguments: "clerk_js_version, development_origin, hibp, preferred_sign_in_strategy_when_password_required, support_email, test_mode and url_based_session_syncing",
	}}},
	"clerk_instance_communication":              {everywhere: always},
	"clerk_instance_oauth_application_settings": {everywhere: always},
	organizationSettings:                        {everywhere: always},
	"clerk_instance_protect":                    {everywhere: always},
	"clerk_instance_restrictions": {
		everywhere: always, behind: refusedNow,
		notes: map[string]func(*object) []string{
			allowlist: noting("identifier"), blocklist: noting("identifier"),
			"clerk_user":          noting("email_addresses", "phone_numbers", "web3_wallets"),
			"clerk_email_address": noting("email_address"), "clerk_phone_number": noting("phone_number"),
			"clerk_invitation": noting("email_address"), "clerk_organization_invitation": noting("email_address"),
		},
	},

	"clerk_invitation":     {mails: true},
	"clerk_waitlist_entry": {mails: true},
	"clerk_api_key": {
		json:     []string{"claims"},
		listedBy: map[string][]string{"subject": {"clerk_user", "clerk_organization", "clerk_machine"}}, refers: map[string]string{"created_by": "clerk_user"},
		unreturned: []string{"seconds_until_expiration"},
	},
	"clerk_enterprise_connection": {
		withheld: []withheld{
			{"oidc.client_secret_wo and oidc.client_secret_wo_version", has("oidc", "client_id")},
			{"saml.idp_certificate and saml.idp_metadata", func(o *object) bool { return has("saml", "")(o) && !has("saml", "idp_metadata_url")(o) }},
		},
		unreturned: []string{"saml.attribute_mapping"},
	},
	"clerk_directory":         {keyed: map[string]string{"group_role_mappings.role": "clerk_organization_role"}},
	"clerk_oauth_application": {unreturned: []string{"logo"}},
	// It is named as its list resource displays it: "ada@example.com in Acme".
	"clerk_organization_membership": {keyed: map[string]string{"role": "clerk_organization_role"}},
	"clerk_jwt_template": {
		json:     []string{"claims"},
		withheld: []withheld{{"signing_key_wo and signing_key_wo_version", has("custom_signing_key", "")}},
	},
	"clerk_organization_permission": {after: organizationSettings},
	"clerk_organization_role": {
		keyed: map[string]string{"permissions": "clerk_organization_permission"}, after: organizationSettings,
		everywhere: is("key", "org:admin", "org:member"), key: "key",
	},
	"clerk_organization": {
		names: [][]string{{"slug"}, {"name"}}, keyed: map[string]string{"role_set": "clerk_role_set"}, after: organizationSettings, refusedBy: organizationSettings, refused: slugsOff,
		unreturned: []string{"logo"},
	},
	"clerk_role_set": {
		after: organizationSettings, everywhere: is("type", "initial"), key: "key",
		keyed: map[string]string{"roles": "clerk_organization_role", "default_role": "clerk_organization_role", "creator_role": "clerk_organization_role"},
	},
	"clerk_organization_domain": {
		refusedBy: organizationSettings, refused: modeOff,
		notes: map[string]func(*object) []string{"clerk_enterprise_connection": activeDomains}, behind: sharingItsName,
	},
	"clerk_organization_invitation": {
		keyed: map[string]string{"role": "clerk_organization_role"}, mails: true,
	},
}

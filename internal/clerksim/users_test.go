package clerksim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"
)

const everything = `{
	"external_id": "ext_1", "first_name": "Ada", "last_name": "Lovelace", "locale": "en-GB", "username": "ada_lovelace",
	"email_address": ["Ada@Example.com", "second@example.com"], "email_address_identification_status": ["verified", "reserved"],
	"phone_number": ["+1 (555) 555-0100"], "web3_wallet": ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
	"password": "notes on the engine", "totp_secret": "JBSWY3DPEHPK3PXP", "backup_codes": ["one-two-three", "four-five-six"],
	"public_metadata": {"plan": "pro", "n": 12345678901234567890}, "private_metadata": {"a": {"b": 1}}, "unsafe_metadata": {"x": null},
	"delete_self_enabled": false, "create_organization_enabled": false, "create_organizations_limit": 3,
	"legal_accepted_at": "2024-05-06T07:08:09.123Z", "created_at": "2020-01-02T03:04:05+02:00", "skip_legal_checks": true,
	"bypass_client_trust": true, "banned": true, "locked": true
}`

func TestAUserIsCreatedWithEveryField(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", everything).ok()
	u.has(t, map[string]string{
		"external_id": `"ext_1"`, "first_name": `"Ada"`, "last_name": `"Lovelace"`, "locale": `"en-GB"`, "username": `"ada_lovelace"`,
		"password_enabled": `true`, "totp_enabled": `true`, "backup_code_enabled": `true`, "two_factor_enabled": `true`,
		"private_metadata": `{"a":{"b":1}}`, "unsafe_metadata": `{"x":null}`, "has_image": `false`,
		"delete_self_enabled": `false`, "create_organization_enabled": `false`, "create_organizations_limit": `3`,
		"legal_accepted_at": `1714979289123`, "created_at": `1577927045000`, "bypass_client_trust": `true`,
		"banned": `true`, "locked": `true`, "lockout_expires_in_seconds": `3600`,
	})
	emails := u.items("email_addresses")
	emails[0].has(t, map[string]string{"email_address": `"ada@example.com"`, "reserved": `false`,
		"verification": `{"attempts":null,"expire_at":null,"object":"verification_admin","status":"verified","strategy":"admin"}`})
	emails[1].has(t, map[string]string{"email_address": `"second@example.com"`, "reserved": `true`, "verification": `null`})
	u.items("phone_numbers")[0].has(t, map[string]string{"phone_number": `"+15555550100"`, "backup_codes": `null`})
	if u["primary_email_address_id"] != emails[0].id() || u["primary_phone_number_id"] != u.items("phone_numbers")[0].id() || u["primary_web3_wallet_id"] != u.items("web3_wallets")[0].id() {
		t.Error("the first of each kind is not primary")
	}
	raw := i.call("GET /users/"+u.id(), "").body
	if !strings.Contains(raw, `"n":12345678901234567890`) {
		t.Error("a number in metadata lost its digits")
	}
	for _, secret := range []string{"engine", "JBSWY", "one-two", "$2a$"} {
		if strings.Contains(raw, secret) || strings.Contains(i.call("GET /_sim/state", "").body, secret) {
			t.Errorf("%s shows", secret)
		}
	}
}

func TestAUserIsUpdatedFieldByField(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", everything).ok()
	one := "PATCH /users/" + u.id()
	i.Advance(time.Second)
	i.call(one, `{}`).ok().has(t, map[string]string{"first_name": `"Ada"`, "external_id": `"ext_1"`})
	updated := i.call(one, `{"first_name":"","last_name":null,"locale":"","username":"","external_id":"","created_at":"2021-01-01T00:00:00Z","bypass_client_trust":false}`).ok()
	updated.has(t, map[string]string{"first_name": `null`, "last_name": `null`, "locale": `null`, "username": `null`, "external_id": `null`,
		"created_at": `1609459200000`, "bypass_client_trust": `false`, "delete_self_enabled": `false`})
	if updated["updated_at"].(float64) <= u["updated_at"].(float64) {
		t.Error("updated_at stands still")
	}
	i.call(one, `{"delete_self_enabled":null,"create_organizations_limit":null,"primary_email_address_id":null}`).ok().
		has(t, map[string]string{"delete_self_enabled": `false`, "create_organizations_limit": `3`, "primary_email_address_id": u.json("primary_email_address_id")})
	i.call(one, `{"public_metadata":{}}`).refused(422, "form_param_unknown", "public_metadata")
	i.call(one, `{"locale":"in English"}`).refused(422, "form_param_format_invalid", "locale")
	i.call(one, `{"sign_out_of_other_sessions":true}`).refused(422, "form_conditional_param_disallowed")
	reserved := u.items("email_addresses")[1].id()
	i.call(one, `{"primary_email_address_id":"`+reserved+`"}`).refused(422, "form_verification_needed", "primary_email_address_id")
	i.call(one, `{"primary_email_address_id":"idn_none"}`).refused(422, "form_resource_not_found", "primary_email_address_id")
	i.call("PATCH /users/user_none", `{}`).refused(404, "resource_not_found")
}

func TestWhetherAnEmptyStringClearsIsAnAssumption(t *testing.T) {
	t.Parallel()
	i := start(t, assume("empty_string_clears", "false"))
	i.call("POST /users", `{"first_name":""}`).ok().has(t, map[string]string{"first_name": `""`})
	i = start(t, assume("null_clears", "false"))
	u := i.call("POST /users", `{"first_name":"Ada"}`).ok()
	i.call("PATCH /users/"+u.id(), `{"first_name":null}`).ok().has(t, map[string]string{"first_name": `"Ada"`})
}

func TestIdentifiersAreUniqueAcrossTheInstance(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("POST /users", everything).ok()
	for field, value := range map[string]string{
		"email_address": `[" SECOND@example.com"]`, "phone_number": `["+15555550100"]`, "web3_wallet": `["0x5AAEB6053F3E94C9b9A09f33669435E7Ef1BeAed"]`,
		"username": `"Ada_Lovelace"`, "external_id": `"ext_1"`,
	} {
		i.call("POST /users", `{"`+field+`":`+value+`}`).refused(422, "form_identifier_exists", field)
	}
	other := i.user("grace@example.com")
	i.call("PATCH /users/"+other.id(), `{"username":"ada_lovelace"}`).refused(422, "form_identifier_exists", "username")
	i.call("POST /users", `{"email_address":["twice@example.com","Twice@example.com"]}`).refused(422, "form_identifier_exists", "email_address")
}

func TestWrongIdentifiersAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("POST /users", `{"email_address":["nobody"]}`).refused(422, "form_param_format_invalid", "email_address")
	i.call("POST /users", `{"phone_number":["555-0100"]}`).refused(422, "form_param_format_invalid", "phone_number")
	i.call("POST /users", `{"username":"ada"}`).refused(422, "form_username_invalid_length", "username")
	i.call("POST /users", `{"username":"ada lovelace"}`).refused(422, "form_username_invalid_character", "username")
	i.call("POST /users", `{"email_address":["a@b.example"],"email_address_identification_status":["verified","verified"]}`).
		refused(422, "form_param_array_length_mismatch", "email_address_identification_status")
	i.call("POST /users", `{"email_address":["a@b.example"],"email_address_identification_status":["unverified"]}`).refused(422, "form_param_value_invalid")
}

func TestTheInstanceCanRequireAnAddressAndAPassword(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.on("email_required")
	i.on("password_required")
	i.call("POST /users", `{"first_name":"Ada"}`).refused(422, "form_data_missing")
	i.call("POST /users", `{"email_address":["ada@example.com"]}`).refused(422, "form_data_missing")
	i.call("POST /users", `{"first_name":"Ada","skip_user_requirement":true,"skip_password_requirement":true}`).ok()
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"email_address":["ada@example.com"],"password":"correct horse"}`).ok()
	one := "/users/" + u.id()
	i.call("POST "+one+"/verify_password", `{"password":"correct horse"}`).ok().has(t, map[string]string{"verified": `true`})
	i.call("POST "+one+"/verify_password", `{"password":"battery staple"}`).refused(422, "incorrect_password", "password")
	i.call("POST "+one+"/verify_password", `{}`).refused(422, "form_param_missing", "password")
	i.call("PATCH "+one, `{"password":"short"}`).refused(422, "form_password_length_too_short", "password")
	i.call("PATCH "+one, `{"password":"short","skip_password_checks":true}`).ok()
	i.call("POST "+one+"/password/set_compromised", `{}`).ok()
	i.call("POST "+one+"/password/unset_compromised", ``).ok()
	i.call("POST "+one+"/remove_password", ``).ok().has(t, map[string]string{"password_enabled": `false`})
	i.call("POST "+one+"/remove_password", `{}`).ok()
	i.call("POST "+one+"/verify_password", `{"password":"short"}`).refused(400, "no_password_set")

	digest, _ := bcrypt.GenerateFromPassword([]byte("imported"), bcrypt.MinCost)
	i.call("PATCH "+one, fmt.Sprintf(`{"password_digest":%q,"password_hasher":"bcrypt"}`, digest)).ok()
	i.call("POST "+one+"/verify_password", `{"password":"imported"}`).ok()
	i.call("PATCH "+one, `{"password_digest":"abc"}`).refused(422, "form_conditional_param_missing", "password_hasher")
	i.call("PATCH "+one, `{"password_digest":"abc","password_hasher":"bcrypt"}`).refused(422, "form_password_digest_invalid", "password_digest")
	i.call("PATCH "+one, `{"password_digest":"abc","password_hasher":"rot13"}`).refused(422, "form_param_value_invalid", "password_hasher")
	i.call("PATCH "+one, `{"password_digest":"5f4dcc3b5aa765d61d8327deb882cf99","password_hasher":"md5"}`).ok()

	i.on("breached_passwords")
	i.call("PATCH "+one, `{"password":"long enough"}`).refused(422, "form_password_pwned", "password")
	i.call("PATCH "+one, `{"password":"long enough","skip_password_checks":true}`).ok()
}

func TestSecondFactors(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", everything).ok()
	one := "/users/" + u.id()
	code, err := totp.GenerateCode("JBSWY3DPEHPK3PXP", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	i.call("POST "+one+"/verify_totp", `{"code":"`+code+`"}`).ok().has(t, map[string]string{"verified": `true`, "code_type": `"totp"`})
	i.call("POST "+one+"/verify_totp", `{"code":"one-two-three"}`).ok().has(t, map[string]string{"code_type": `"backup_code"`})
	i.call("POST "+one+"/verify_totp", `{"code":"one-two-three"}`).refused(422, "totp_incorrect_code", "code")
	i.call("POST "+one+"/verify_totp", `{"code":"12"}`).refused(422, "totp_invalid_length", "code")
	i.call("DELETE "+one+"/backup_code", "").ok().has(t, map[string]string{"user_id": `"` + u.id() + `"`})
	i.call("DELETE "+one+"/totp", "").ok()
	after := i.call("GET "+one, "").ok()
	after.has(t, map[string]string{"totp_enabled": `false`, "backup_code_enabled": `false`, "two_factor_enabled": `false`})
	if after["mfa_disabled_at"] == nil || after["mfa_enabled_at"] == nil {
		t.Error("the times of the second factor are not kept")
	}
	i.call("POST "+one+"/verify_totp", `{"code":"123456"}`).refused(400, "totp_disabled")
	i.call("DELETE "+one+"/mfa", "").ok()
	i.call("PATCH "+one, `{"totp_secret":"not base32!"}`).refused(422, "form_param_format_invalid", "totp_secret")
}

func TestABanEndsAllSessionsAndALockExpires(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	one := "/users/" + u.id()
	s := i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	i.call("POST "+one+"/ban", "").ok().has(t, map[string]string{"banned": `true`})
	i.call("GET /sessions/"+s.id(), "").ok().has(t, map[string]string{"status": `"revoked"`})
	i.call("POST "+one+"/unban", "").ok().has(t, map[string]string{"banned": `false`})

	i.call("POST "+one+"/lock", "").ok().has(t, map[string]string{"locked": `true`, "lockout_expires_in_seconds": `3600`})
	i.Advance(59 * time.Minute)
	if left := i.call("GET "+one, "").ok()["lockout_expires_in_seconds"].(float64); left < 50 || left > 60 {
		t.Errorf("the lock expires in %v seconds", left)
	}
	i.Advance(time.Minute)
	i.call("GET "+one, "").ok().has(t, map[string]string{"locked": `false`, "lockout_expires_in_seconds": `null`})
	i.call("POST "+one+"/lock", "").ok()
	i.call("POST "+one+"/unlock", "").ok().has(t, map[string]string{"locked": `false`})

	other := i.user("grace@example.com")
	i.call("POST /users/ban", `{"user_ids":["`+u.id()+`","`+other.id()+`"]}`).list()[1].has(t, map[string]string{"banned": `true`})
	i.call("POST /users/unban", `{"user_ids":[]}`).refused(422, "form_param_array_size_exceeded", "user_ids")

	i.off("ban")
	i.off("lockout")
	i.call("POST "+one+"/ban", "").refused(402, "unsupported_subscription_plan_features")
	i.call("POST "+one+"/lock", "").refused(403, "feature_not_enabled")
	i.call("POST /users", `{"banned":true}`).refused(402, "unsupported_subscription_plan_features")
	i.call("POST /users", `{"locked":true}`).refused(403, "feature_not_enabled")
	i.call("POST /users", `{"banned":false,"locked":false}`).ok()
}

func TestAUserThatADirectoryManagesIsNotUpdated(t *testing.T) {
	t.Parallel()
	i := start(t)
	u, other := i.user("ada@example.com"), i.user("grace@example.com")
	i.on("scim:" + u.id())
	i.call("PATCH /users/"+u.id(), `{"first_name":"Ada"}`).refused(409, "user_managed_by_scim")
	i.call("DELETE /email_addresses/"+u.items("email_addresses")[0].id(), "").refused(409, "attribute_managed_by_scim")
	i.call("PATCH /users/"+other.id(), `{"first_name":"Grace"}`).ok()
}

func TestADeletedUserIsGoneWithItsSessionsAndAddresses(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	s := i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	i.call("DELETE /users/"+u.id(), "").ok().has(t, map[string]string{"deleted": `true`, "object": `"user"`})
	i.call("GET /users/"+u.id(), "").refused(404, "resource_not_found")
	i.call("DELETE /users/"+u.id(), "").refused(404, "resource_not_found")
	i.call("GET /sessions/"+s.id(), "").refused(404, "resource_not_found")
	i.call("GET /email_addresses/"+u.items("email_addresses")[0].id(), "").refused(404, "resource_not_found")
	i.user("ada@example.com")
}

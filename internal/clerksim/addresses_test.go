package clerksim_test

import (
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestEmailAddressesAreAddedToAUser(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"first_name":"Ada"}`).ok()
	create := func(fields string) answer {
		return i.call("POST /email_addresses", `{"user_id":"`+u.id()+`",`+fields+`}`)
	}
	primary := func() string { return i.call("GET /users/"+u.id(), "").ok()["primary_email_address_id"].(string) }

	first := create(`"email_address":"One@example.com"`).ok()
	first.has(t, map[string]string{"email_address": `"one@example.com"`, "verification": `null`, "reserved": `false`, "linked_to": `[]`})
	if primary() != first.id() {
		t.Error("the first address is not primary")
	}
	second := create(`"email_address":"two@example.com","verified":true`).ok()
	if primary() != first.id() {
		t.Error("a second address became primary")
	}
	third := create(`"email_address":"three@example.com","verified":true,"primary":true,"notify_primary_email_address_changed":true`).ok()
	if primary() != third.id() {
		t.Error("an address created primary is not")
	}
	i.call("GET /email_addresses/"+second.id(), "").ok().has(t, map[string]string{"email_address": `"two@example.com"`})

	create(`"email_address":"two@example.com"`).refused(422, "form_identifier_exists", "email_address")
	create(`"email_address":"two"`).refused(422, "form_param_format_invalid", "email_address")
	create(`"email_address":""`).refused(422, "form_param_nil", "email_address")
	create(`"verified":true`).refused(422, "form_param_missing", "email_address")
	i.call("POST /email_addresses", `{"user_id":"user_none","email_address":"x@example.com"}`).refused(404, "resource_not_found")
	i.call("GET /email_addresses/idn_none", "").refused(404, "resource_not_found")
	i.call("GET /phone_numbers/"+second.id(), "").refused(404, "resource_not_found")
}

func TestEmailAddressesAreVerifiedAndPromotedAndDeleted(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("one@example.com")
	one := u.items("email_addresses")[0].id()
	two := i.call("POST /email_addresses", `{"user_id":"`+u.id()+`","email_address":"two@example.com"}`).ok().id()
	primary := func() string { return i.call("GET /users/"+u.id(), "").ok().json("primary_email_address_id") }

	i.call("PATCH /email_addresses/"+two, `{"primary":true}`).refused(400, "form_verification_needed", "primary")
	verified := i.call("PATCH /email_addresses/"+two, `{"verified":true,"primary":true}`).ok()
	if !strings.Contains(verified.json("verification"), `"strategy":"admin"`) || primary() != `"`+two+`"` {
		t.Errorf("address: %v, primary: %s", verified, primary())
	}
	if i.call("PATCH /email_addresses/"+two, `{"verified":false,"primary":false}`).ok()["verification"] == nil || primary() != `"`+two+`"` {
		t.Error("false changed something")
	}
	i.call("PATCH /email_addresses/"+two, `{"email_address":"new@example.com"}`).ok().has(t, map[string]string{"email_address": `"two@example.com"`})
	i.call("DELETE /email_addresses/"+two, "").ok().has(t, map[string]string{"deleted": `true`, "object": `"email_address"`})
	if primary() != `"`+one+`"` {
		t.Error("no other address became primary")
	}
	i.call("DELETE /email_addresses/"+one, "").ok()
	if primary() != `null` {
		t.Error("a deleted address is primary")
	}
	i.call("DELETE /email_addresses/"+one, "").refused(404, "resource_not_found")
}

func TestWhatIsNotSaidAboutAddressesCanGoTheOtherWay(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) {
		o.Assume = map[string]string{"unverify": "unverifies", "demote_primary": "demotes", "primary_promotion": "none", "last_address_deletable": "false",
			"unverified_addresses_unique": "false", "email_case": "kept", "phone_punctuation": "refused", "extra_fields": "refused"}
	})
	u := i.call("POST /users", `{"email_address":["One@example.com","two@example.com"]}`).ok()
	one, two := u.items("email_addresses")[0], u.items("email_addresses")[1]
	one.has(t, map[string]string{"email_address": `"One@example.com"`})
	i.call("DELETE /email_addresses/"+one.id(), "").ok()
	i.call("GET /users/"+u.id(), "").ok().has(t, map[string]string{"primary_email_address_id": `null`})
	i.call("PATCH /email_addresses/"+two.id(), `{"primary":true}`).ok()
	i.call("PATCH /email_addresses/"+two.id(), `{"primary":false,"verified":false}`).ok().has(t, map[string]string{"verification": `null`})
	i.call("GET /users/"+u.id(), "").ok().has(t, map[string]string{"primary_email_address_id": `null`})
	i.call("DELETE /email_addresses/"+two.id(), "").refused(400, "identification_deletion_failed")
	i.call("PATCH /email_addresses/"+two.id(), `{"email_address":"x@example.com"}`).refused(422, "form_param_unknown", "email_address")
	i.user("two@example.com")
	i.call("POST /users", `{"phone_number":["+1 555 555 0100"]}`).refused(422, "form_param_format_invalid", "phone_number")
}

func TestWhatIsNotSaidAboutNewObjectsCanGoTheOtherWay(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) {
		o.Assume = map[string]string{"unverified_primary": "refused", "user_without_identifier": "refused", "banned_user_session": "allowed", "template_null_numbers": "default"}
	})
	i.call("POST /users", `{"first_name":"Ada"}`).refused(422, "form_data_missing")
	u := i.call("POST /users", `{"username":"ada_lovelace","banned":true}`).ok()
	i.call("POST /email_addresses", `{"user_id":"`+u.id()+`","email_address":"ada@example.com","primary":true}`).refused(422, "form_verification_needed", "primary")
	i.call("POST /sessions", `{"user_id":"`+u.id()+`"}`).ok()
	template := i.call("POST /jwt_templates", `{"name":"x","claims":{},"lifetime":90}`).ok()
	i.call("PATCH /jwt_templates/"+template.id(), `{"name":"x","claims":{},"lifetime":null}`).ok().has(t, map[string]string{"lifetime": `60`})
}

func TestPhoneNumbersCanBeSecondFactors(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	create := func(fields string) answer {
		return i.call("POST /phone_numbers", `{"user_id":"`+u.id()+`",`+fields+`}`)
	}
	create(`"phone_number":"+15550010100","reserved_for_second_factor":true`).refused(400, "identification_create_second_factor_unverified")
	first := create(`"phone_number":"+15550010100","verified":true,"reserved_for_second_factor":true`).ok()
	first.has(t, map[string]string{"reserved_for_second_factor": `true`, "default_second_factor": `true`})
	second := create(`"phone_number":"+15550020100"`).ok()
	i.call("PATCH /phone_numbers/"+second.id(), `{"reserved_for_second_factor":true}`).refused(400, "identification_update_second_factor_unverified")
	i.call("PATCH /phone_numbers/"+second.id(), `{"verified":true,"reserved_for_second_factor":true}`).ok().
		has(t, map[string]string{"reserved_for_second_factor": `true`, "default_second_factor": `false`})
	i.call("GET /users/"+u.id(), "").ok().has(t, map[string]string{"two_factor_enabled": `true`})
	i.call("DELETE /phone_numbers/"+first.id(), "").ok()
	i.call("GET /phone_numbers/"+second.id(), "").ok().has(t, map[string]string{"default_second_factor": `true`})
	i.call("PATCH /phone_numbers/"+second.id(), `{"reserved_for_second_factor":false}`).ok().has(t, map[string]string{"default_second_factor": `false`})
	i.call("GET /users/"+u.id(), "").ok().has(t, map[string]string{"two_factor_enabled": `false`})
}

func TestReplacingAnAddressDeletesAllOthers(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"email_address":["one@example.com","two@example.com"],"phone_number":["+15550010100"]}`).ok()
	i.call("PUT /users/"+u.id()+"/email_address", `{"email_address":"three@example.com","identification_status":"reserved"}`).ok().
		has(t, map[string]string{"reserved": `true`})
	i.call("PUT /users/"+u.id()+"/phone_number", `{"phone_number":"+15550020100"}`).ok()
	after := i.call("GET /users/"+u.id(), "").ok()
	if len(after.items("email_addresses")) != 1 || len(after.items("phone_numbers")) != 1 || after["primary_email_address_id"] != after.items("email_addresses")[0].id() {
		t.Errorf("user: %v", after)
	}
	i.call("PUT /users/"+u.id()+"/email_address", `{"email_address":"x@example.com","identification_status":"gone"}`).refused(422, "form_param_value_invalid")
	i.user("one@example.com")
}

package clerksim_test

import (
	"strings"
	"testing"
)

func TestMetadataIsMergedDeeplyAndNullRemovesAKey(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"public_metadata":{"a":{"b":1,"c":2},"d":[1]},"private_metadata":{"keep":true}}`).ok()
	metadata := "PATCH /users/" + u.id() + "/metadata"
	i.call(metadata, `{"public_metadata":{"a":{"b":null,"e":{"f":null,"g":3}},"d":{"h":null,"i":1},"none":null}}`).ok().
		has(t, map[string]string{"public_metadata": `{"a":{"c":2,"e":{"g":3}},"d":{"i":1}}`, "private_metadata": `{"keep":true}`})
	i.call(metadata, `{}`).ok().has(t, map[string]string{"private_metadata": `{"keep":true}`})
	i.call(metadata, `{"public_metadata":null}`).refused(422, "form_param_nil", "public_metadata")
	i.call(metadata, `{"public_metadata":"x"}`).refused(422, "form_param_value_invalid", "public_metadata")
	i.call(metadata, `{"metadata":{}}`).refused(422, "form_param_unknown", "metadata")
}

func TestMetadataIsReplacedByField(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.call("POST /users", `{"public_metadata":{"a":1},"private_metadata":{"b":2},"unsafe_metadata":{"c":3}}`).ok()
	i.call("PUT /users/"+u.id()+"/metadata", `{"public_metadata":{"z":null},"private_metadata":{}}`).ok().
		has(t, map[string]string{"public_metadata": `{"z":null}`, "private_metadata": `{}`, "unsafe_metadata": `{"c":3}`})
	i.call("PUT /users/"+u.id()+"/metadata", `{"private_metadata":null}`).ok().has(t, map[string]string{"private_metadata": `null`})
	i.call("PATCH /users/"+u.id()+"/metadata", `{"private_metadata":{"x":1}}`).ok().has(t, map[string]string{"private_metadata": `{"x":1}`})
}

func TestMetadataIsLimitedTo8KB(t *testing.T) {
	t.Parallel()
	big := `{"x":"` + strings.Repeat("a", 8192-8) + `"}`
	i := start(t)
	u := i.user("ada@example.com")
	metadata := "PUT /users/" + u.id() + "/metadata"
	i.call(metadata, `{"public_metadata":`+big+`,"private_metadata":`+big+`}`).ok()
	i.call(metadata, `{"public_metadata":`+strings.Replace(big, "a", "aa", 1)+`}`).refused(422, "form_param_exceeds_allowed_size", "public_metadata")
	i.call("PATCH /users/"+u.id()+"/metadata", `{"public_metadata":{"y":1}}`).refused(422, "form_param_exceeds_allowed_size", "public_metadata")

	i = start(t, assume("metadata_limit", "total"))
	i.call("POST /users", `{"public_metadata":`+big+`,"private_metadata":{"y":1}}`).refused(422, "form_param_exceeds_allowed_size", "private_metadata")
}

package rest_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// whole is an answer that lacks no field of a type: of each a value, of lists one element.
func whole(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return whole(t.Elem())
	case reflect.Slice:
		if t == reflect.TypeFor[json.RawMessage]() {
			return map[string]any{"}": `]"\`, "id": []any{"{", map[string]any{}}}
		}
		return []any{whole(t.Elem())}
	case reflect.Map:
		return map[string]any{"{": whole(t.Elem())}
	case reflect.Struct:
		object := map[string]any{"object": `a "quoted\" name`, "more": []any{nil, true, 1.5, "{"}}
		for _, f := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
				object[name] = whole(f.Type)
			}
		}
		return object
	}
	return reflect.Zero(t).Interface()
}

// fieldsOf are the fields in an answer, with those of the objects in it.
func fieldsOf(answer any, within string) (all []string) {
	if list, ok := answer.([]any); ok {
		answer = list[0]
	}
	object, _ := answer.(map[string]any)
	if _, clerks := object["object"]; !clerks {
		return nil
	}
	for name, value := range object {
		if name != "object" && name != "more" {
			all = append(append(all, within+name), fieldsOf(value, within+name+".")...)
		}
	}
	return all
}

// leaveOut takes a field out of an answer.
func leaveOut(answer any, field string) {
	if list, ok := answer.([]any); ok {
		answer = list[0]
	}
	object, _ := answer.(map[string]any)
	if name, inner, ok := strings.Cut(field, "."); ok {
		leaveOut(object[name], inner)
		return
	}
	delete(object, field)
}

// answered are the types of what the Get of each area answers, if they know what the
// answer lacks.
func answered(t *testing.T) (all []reflect.Type) {
	t.Helper()
	client := reflect.TypeFor[clerk.Client]()
	for n := range client.NumField() {
		get, ok := client.Field(n).Type.MethodByName("Get")
		if !ok || !client.Field(n).IsExported() {
			continue
		}
		answer := get.Type.Out(0).Elem()
		if _, ok := answer.FieldByName("Answered"); ok {
			all = append(all, answer)
		}
	}
	if len(all) < 5 {
		t.Errorf("only %v know what they lack", all)
	}
	return all
}

// noneThere are fields whose absence says that there is none: the contract has no null for
// them.
var noneThere = []string{"custom_attributes.directory_path", "custom_attributes.multi_valued", "custom_attributes.sso_path", "saml_connection.login_hint.source"}

// Each type that knows what it lacks knows of each field, whether it is decoded alone or
// in a list; and nothing of what is there.
func TestAnAnswerKnowsWhatItLacks(t *testing.T) {
	t.Parallel()
	for _, typ := range answered(t) {
		fields := fieldsOf(whole(typ), "")
		if len(fields) == 0 {
			t.Errorf("%s has no fields", typ)
		}
		for _, field := range append(fields, "") {
			lacking := whole(typ)
			leaveOut(lacking, field)
			for _, answer := range []any{lacking, []any{whole(typ), lacking, whole(typ)}} {
				text, err := json.MarshalIndent(answer, "", "\t")
				if err != nil {
					t.Fatal(err)
				}
				list := reflect.New(reflect.SliceOf(typ))
				if _, ok := answer.([]any); !ok {
					list = reflect.New(typ)
				}
				if err := rest.Unmarshal(text, list.Interface()); err != nil {
					t.Fatalf("%s: %v", text, err)
				}
				got := [][]rest.Lack{}
				if list = list.Elem(); list.Kind() == reflect.Struct {
					got = append(got, lacksOf(list))
				} else {
					for i := range list.Len() {
						got = append(got, lacksOf(list.Index(i)))
					}
				}
				for i, lacks := range got {
					at := len(got) / 2
					none := slices.Contains(noneThere, field)
					named := slices.ContainsFunc(lacks, func(l rest.Lack) bool { return l.Field == field })
					if i == at && field != "" && !none && (len(lacks) != 1 || !named) || (i != at || field == "" || none) && len(lacks) > 0 {
						t.Errorf("%s without %q lacks %v (of %d, the %dth)", typ, field, lacks, len(got), i)
					}
				}
			}
		}
	}
}

func lacksOf(v reflect.Value) []rest.Lack {
	return v.Addr().Interface().(interface{ Lacks() []rest.Lack }).Lacks()
}

func TestNullIsNothingOnlyWhereClerkHasNull(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]rest.Lack{
		`"email_addresses":null`: {{Field: "email_addresses"}},
		`"banned":null`:          {{Field: "banned"}},
		`"created_at":null`:      {{Field: "created_at"}},
		`"image_url":null`:       {{Field: "image_url", Allowed: true}},
		`"first_name":null,"email_addresses":[{"id":"idn_1","email_address":"","reserved":false,"verification":null,"created_at":1,"updated_at":1}]`: nil,
		`"public_metadata":null`:                 nil,
		`"banned":false,"BANNED":null`:           nil,
		`"email_addresses":[null]`:               nil,
		`"email_addresses":[],"web3_wallets":[]`: nil,
	} {
		all := whole(reflect.TypeFor[clerk.User]()).(map[string]any)
		var given map[string]any
		if err := json.Unmarshal([]byte("{"+text+"}"), &given); err != nil {
			t.Fatal(err)
		}
		for name := range given {
			delete(all, name)
		}
		others, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		var u clerk.User
		if err := rest.Unmarshal([]byte("{"+text+","+string(others[1:])), &u); err != nil || !slices.Equal(u.Lacks(), want) {
			t.Errorf("with %s a user lacks %v (%v), want %v", text, u.Lacks(), err, want)
		}
	}
}

// Whatever stands where: what is decoded is decoded alike, and nothing panics.
func FuzzLacks(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `[null,{}]`, ` { "id" : "user_1" , "email_addresses" : [ { } , null ] } `, `{"id":"\\\"","email_addresses":[{"verification":{}}],"email_addresses":[]}`,
		`{"email_addresses":[{},{}],"EMAIL_ADDRESSES":[{}]}`, `{"public_metadata":{"a":"}","b":["]"]},"banned":true}`, `{"phone_numbers":{}}`, `{"verification":1e9}`, `"{"`, `7`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, want []clerk.User
		if err := json.Unmarshal([]byte(text), &want); (err == nil) != (rest.Unmarshal([]byte(text), &got) == nil) || len(got) != len(want) {
			t.Errorf("%s is %v, want %v (%v)", text, got, want, err)
		}
		var user clerk.User
		var fields map[string]json.RawMessage
		if rest.Unmarshal([]byte(text), &user) != nil || json.Unmarshal([]byte(text), &fields) != nil || fields == nil || strings.Contains(text, `\`) {
			return
		}
		lacks := slices.ContainsFunc(user.Lacks(), func(l rest.Lack) bool { return l.Field == "banned" })
		if value, there := fields["banned"]; lacks != (!there || string(value) == "null") {
			t.Errorf("%s lacks %v", text, user.Lacks())
		}
	})
}

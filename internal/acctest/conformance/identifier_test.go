package conformance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// identifier is what the subjects of email addresses and phone numbers share. Addresses
// are that of the configurations, another, and that which the owner has already.
func identifier(argumentName, collection, address, another, owners string, extra map[string]argument, fixed map[string]string) *subject {
	s := &subject{
		name: "clerk_" + argumentName, path: "/" + collection + "/{" + argumentName + "_id}",
		keys: []string{argumentName}, unshared: "primary",
		prepare: makeOwners,
		minimal: fmt.Sprintf("\nuser_id = var.user\n%s = %q", argumentName, address),
		full:    fmt.Sprintf("\nuser_id = var.user\n%s = %q\nverified = true\nprimary = true", argumentName, address),
		fixed:   fixed,
		arguments: map[string]argument{
			"user_id":    {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
			argumentName: {to: fmt.Sprintf("%q", another), replaces: true},
			"verified":   {from: `verified = false`, to: `true`, noDrift: "Clerk cannot take a verification back"},
			"primary": {
				from: `primary = false`, to: `true`,
				outside: func(w *acctest.World, state cty.Value) error {
					return makePrimary(w, userObject(w, state), argumentName, collection, owners)
				},
			},
		},
		object: func(w *acctest.World, state cty.Value) object {
			user := userObject(w, state)
			if user == nil {
				return nil
			}
			for _, o := range user.objects(collection) {
				if o.text("id") == attribute(state, "id") {
					primary := user.text("primary_"+argumentName+"_id") == o.text("id")
					o["user_id"], o["primary"] = user["id"], []byte(fmt.Sprint(primary))
					o["verified"] = []byte(fmt.Sprint(o.object("verification").text("status") == "verified"))
					return o
				}
			}
			return nil
		},
		exist: func(w *acctest.World) (ids []string) {
			for _, user := range w.Held("users") {
				for _, o := range parsed(user).objects(collection) {
					for n := range nth(5) {
						if its := o.text(argumentName); strings.EqualFold(its, n.uniqueKey(address)) || strings.EqualFold(its, n.uniqueKey(another)) {
							ids = append(ids, o.text("id"))
						}
					}
				}
			}
			return ids
		},
		id: []string{"user_id", "id"},
		draw: func(rt *rapid.T, vars map[string]cty.Value, _ cty.Value) map[string]cty.Value {
			return drawIdentifier(rt, vars, argumentName, address, another, slices.Sorted(maps.Keys(extra)))
		},
		changeOutside: func(rt *rapid.T, w *acctest.World, state cty.Value) error {
			user := userObject(w, state)
			switch rapid.IntRange(0, 3).Draw(rt, "changed outside") {
			case 0:
				return makePrimary(w, user, argumentName, collection, "")
			case 1:
				body := `{"verified":true`
				for name := range extra {
					body += `,"` + name + `":true`
				}
				return asks("PATCH /"+collection+"/{id}", body+"}")(w, state)
			case 2:
				return ask(w, "POST /users/"+user.text("id")+"/ban", "")
			default:
				added := added(user, argumentName, collection)
				for _, o := range user.objects(collection) {
					if o.text(argumentName) == added {
						return ask(w, "DELETE /"+collection+"/"+o.text("id"), "")
					}
				}
				return ask(w, "POST /"+collection, fmt.Sprintf(`{"user_id":%q,%q:%q,"verified":true,"primary":true}`, user.text("id"), argumentName, added))
			}
		},
	}
	maps.Copy(s.arguments, extra)
	for name := range extra {
		s.full += "\n" + name + " = true"
	}
	return s
}

var (
	emailSubject = email()
	phoneSubject = phone()
)

func email() *subject {
	s := identifier("email_address", "email_addresses", "countess@example.com", "byron@example.com", anchor, nil,
		map[string]string{"id": "computed", "notify_primary_email_address_changed": writeOnly})
	s.drawn = []drawnBlock{{"ada", `
		user_id       = clerk_user.ada.id
		email_address = "countess@example.com"
		verified      = | true`}}
	s.agrees = map[string]func(held, asked cty.Value) bool{"email_address": func(held, asked cty.Value) bool {
		return strings.EqualFold(held.AsString(), asked.AsString())
	}}
	return s
}

func phone() *subject {
	s := identifier("phone_number", "phone_numbers", "+15555560100", "+15555570100", anchorNumber,
		map[string]argument{"reserved_for_second_factor": {to: `false`, patch: `{"reserved_for_second_factor":false}`}}, map[string]string{"id": "computed"})
	s.drawn = []drawnBlock{{"grace", `
		user_id      = clerk_user.grace.id
		phone_number = "+15555560100"
		verified     = | true`}}
	verified := s.arguments["verified"]
	verified.from += "\nreserved_for_second_factor = false"
	s.arguments["verified"] = verified
	return s
}

// anchorNumber and otherNumber are the numbers that the users of makeOwners have.
const (
	anchorNumber = "+15555550100"
	otherNumber  = "+15555590100"
)

// makeOwners makes two users who have an address and a number already, so that the
// next ones are not primary by themselves.
func makeOwners(w *acctest.World, n nth) map[string]cty.Value {
	return makeUsers(w, map[string]clerk.CreateUserParams{
		"user":  {EmailAddresses: []string{n.uniqueKey(anchor)}, PhoneNumbers: []string{n.uniqueKey(anchorNumber)}},
		"other": {EmailAddresses: []string{n.uniqueKey("other@example.com")}, PhoneNumbers: []string{n.uniqueKey(otherNumber)}},
	})
}

// makeUsers makes users, and gives their ids.
func makeUsers(w *acctest.World, users map[string]clerk.CreateUserParams) map[string]cty.Value {
	vars := map[string]cty.Value{}
	for name, p := range users {
		u, err := w.Clerk.Users.Create(w.TB.Context(), p)
		w.Must(err)
		vars[name] = cty.StringVal(u.ID)
	}
	return vars
}

// userObject is the user whom the object of a state belongs to, or is; nil if there is
// none.
func userObject(w *acctest.World, state cty.Value) object {
	name := "id"
	if state.Type().HasAttribute("user_id") {
		name = "user_id"
	}
	if text, ok := w.Held("users")[attribute(state, name)]; ok {
		return parsed(text)
	}
	return nil
}

// makePrimary makes an address of the user primary: the first, or the first that is
// spelled so.
func makePrimary(w *acctest.World, user object, argument, collection, address string) error {
	for _, o := range user.objects(collection) {
		if strings.HasPrefix(o.text(argument), address) { // however Clerk spells it
			return ask(w, "PATCH /users/"+user.text("id"), fmt.Sprintf(`{"primary_%s_id":%q}`, argument, o.text("id")))
		}
	}
	return fmt.Errorf("the user has no %s %s", argument, address)
}

// added is what is added to a user of makeOwners outside Terraform: no other of them
// has it.
func added(user object, argument, collection string) string {
	if argument == "email_address" {
		return "another." + strings.ToLower(user.text("id")) + "@example.com"
	}
	for _, o := range user.objects(collection) {
		switch its := o.text(argument); its[6:] {
		case anchorNumber[6:]:
			return its[:6] + "580100"
		case otherNumber[6:]:
			return its[:6] + "510100"
		}
	}
	return "+15555580100"
}

func drawIdentifier(rt *rapid.T, vars map[string]cty.Value, name, address, another string, extra []string) map[string]cty.Value {
	values := map[string]cty.Value{"user_id": vars["user"]}
	if rapid.IntRange(0, 9).Draw(rt, "another user") == 0 {
		values["user_id"] = vars["other"]
	}
	if rapid.IntRange(0, 4).Draw(rt, "another") == 0 {
		address = another
	}
	values[name] = cty.StringVal(spelled(rt, []string{address})[0])
	if !rapid.Bool().Draw(rt, "mentions verified") {
		return values
	}
	values["verified"] = cty.True
	if rapid.Bool().Draw(rt, "mentions primary") {
		values["primary"] = cty.True
	}
	for _, other := range extra { // for which it has to be verified
		if rapid.Bool().Draw(rt, "mentions "+other) {
			values[other] = cty.BoolVal(rapid.Bool().Draw(rt, other))
		}
	}
	return values
}

package identifier_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// addresses are one kind of address, and values of it.
type addresses struct {
	noun, argument, plural string
	// own is the one that ada has by herself; nobody has the last one.
	own, one, other, taken, nobodys string
	odd                             string // another spelling of one
	every                           string // arguments, but for the address and its user
	special, stored                 string // the argument that only this kind has, and what the state then has of it
	factor                          string // what every argument makes of one, beside primary and verified
	says                            string // what is said of values that are none
	bad                             []string
}

var email = &addresses{
	noun: "email address", argument: "email_address", plural: "email_addresses",
	own: "ada@example.com", one: "work@example.com", other: "office@example.com", taken: "grace@example.com", nobodys: "nobody@example.com",
	odd:     " Work@Example.com",
	every:   "verified = true\n  primary = true\n  notify_primary_email_address_changed = true",
	special: "notify_primary_email_address_changed", stored: "null",
	says: "is not an email address",
	bad:  []string{"", "ada", "Ada <a@example.com>", "a@example.com, b@example.com", "+15555550100"},
}

var phone = &addresses{
	noun: "phone number", argument: "phone_number", plural: "phone_numbers",
	own: "+15555550100", one: "+15555560100", other: "+15555570100", taken: "+15555580100", nobodys: "+15555590100",
	odd:     " +15555560100 ",
	every:   "verified = true\n  primary = true\n  reserved_for_second_factor = true",
	special: "reserved_for_second_factor", stored: "true",
	factor: " second factor",
	says:   "E.164",
	bad:    []string{"", "1", "15555550100", "+1 555 555 0100", "+0155550100", "+155555", "+1555555010012345", "+1555CLERK00"},
}

// both runs a test for each kind, with an instance that assumes this of Clerk.
func both(t *testing.T, assume map[string]string, test func(*testing.T, *acctest.Instance, *addresses)) {
	t.Helper()
	for _, k := range []*addresses{email, phone} {
		t.Run(k.argument, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = assume }), k)
		})
	}
}

// ada has nothing to be found by.
const ada = "resource \"clerk_user\" \"ada\" {\n  first_name = \"Ada\"\n}\n"

// grace is another user, who has the address that is taken.
func (k *addresses) grace() string {
	return fmt.Sprintf("resource \"clerk_user\" \"grace\" {\n  %s = [%q]\n}\n", k.plural, k.taken)
}

// ada is the user who has an address by herself.
func (k *addresses) ada() string { return k.listed(fmt.Sprintf("%q", k.own)) }

// listed is the user who lists these addresses.
func (k *addresses) listed(values string) string {
	return fmt.Sprintf("resource \"clerk_user\" \"ada\" {\n  first_name = \"Ada\"\n  %s = [%s]\n}\n", k.plural, values)
}

// work is one address of ada's, beside her own, with these arguments, and full has all.
func (k *addresses) work(arguments string) string { return k.ada() + k.of("work", k.one, arguments) }

func (k *addresses) full() string { return k.work(k.every) }

// of is the configuration of ada's address.
func (k *addresses) of(name, value, arguments string) string {
	return k.block(name, "clerk_user.ada.id", value, arguments)
}

func (k *addresses) block(name, user, value, arguments string) string {
	return fmt.Sprintf("resource \"clerk_%s\" %q {\n  user_id = %s\n  %s = %q\n  %s\n}\n", k.argument, name, user, k.argument, value, arguments)
}

func (k *addresses) at(name string) string { return "clerk_" + k.argument + "." + name }

// state is what the state has of the address work: attributes, each before its value.
func (k *addresses) state(pairs ...string) map[string]string {
	out := map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		out[k.at("work")+"."+pair[0]] = pair[1]
	}
	return out
}

// updates is the plan that changes these attributes of the address work, and no others.
func (k *addresses) updates(attributes ...string) []string { return k.plan("update", attributes...) }

func (k *addresses) plan(action string, attributes ...string) []string {
	line := k.at("work") + ": " + action
	slices.Sort(attributes)
	for _, a := range attributes {
		line += " " + a
	}
	return []string{line}
}

// path is Clerk's operation on one address.
func (k *addresses) path(method string) string {
	return method + " /" + k.plural + "/{" + k.argument + "_id}"
}

// user is a user who has these addresses.
func (k *addresses) user(values ...string) clerk.CreateUserParams {
	if k == email {
		return clerk.CreateUserParams{EmailAddresses: values}
	}
	return clerk.CreateUserParams{PhoneNumbers: values}
}

// newUser is a user whom the application made.
func (k *addresses) newUser(t *testing.T, i *acctest.Instance, values ...string) *clerk.User {
	t.Helper()
	u, err := i.Clerk.Users.Create(t.Context(), k.user(values...))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// id is the id of an address, whoever has it.
func (k *addresses) id(t *testing.T, i *acctest.Instance, value string) string {
	t.Helper()
	for _, u := range i.Users() {
		for _, h := range has(&u) {
			if h.value == value {
				return h.id
			}
		}
	}
	t.Fatalf("nobody has %s", value)
	return ""
}

// remove deletes an address, add adds one to ada, and update changes one, behind
// Terraform's back.
func (k *addresses) remove(t *testing.T, i *acctest.Instance, value string) func() {
	t.Helper()
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		if k == email {
			return c.EmailAddresses.Delete(ctx, k.id(t, i, value))
		}
		return c.PhoneNumbers.Delete(ctx, k.id(t, i, value))
	})
}

func (k *addresses) add(i *acctest.Instance, user func() string, value string, verified, primary rest.Optional[bool]) func() {
	return i.Outside(func(ctx context.Context, c *clerk.Client) (err error) {
		if k == email {
			_, err = c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: user(), EmailAddress: value, Verified: verified, Primary: primary})
		} else {
			_, err = c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: user(), PhoneNumber: value, Verified: verified, Primary: primary})
		}
		return err
	})
}

func (k *addresses) update(t *testing.T, i *acctest.Instance, value string, p clerk.UpdateIdentifierParams) func() {
	t.Helper()
	return i.Outside(func(ctx context.Context, c *clerk.Client) (err error) {
		if k == email {
			_, err = c.EmailAddresses.Update(ctx, k.id(t, i, value), p)
		} else {
			_, err = c.PhoneNumbers.Update(ctx, k.id(t, i, value), p)
		}
		return err
	})
}

// adas is the id of ada.
func adas(i *acctest.Instance) string {
	for _, u := range i.Users() {
		if u.FirstName != nil {
			return u.ID
		}
	}
	return "nobody"
}

// hers is a step's check: ada has exactly these addresses, each with "primary", "verified"
// and "second factor", where it is that.
func hers(t *testing.T, i *acctest.Instance, want ...string) func(acctest.States) {
	t.Helper()
	return holds(t, i, true, want)
}

// others is hers of all users but ada, who alone has a first name.
func others(t *testing.T, i *acctest.Instance, want ...string) func(acctest.States) {
	t.Helper()
	return holds(t, i, false, want)
}

func holds(t *testing.T, i *acctest.Instance, named bool, want []string) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		var all []string
		for _, u := range i.Users() {
			if (u.FirstName != nil) != named {
				continue
			}
			for _, h := range has(&u) {
				all = append(all, h.text)
			}
		}
		slices.Sort(all)
		if slices.Sort(want); !slices.Equal(all, want) {
			t.Errorf("Clerk holds %q, expected %q", all, want)
		}
	}
}

type held struct{ id, value, text string }

// has are a user's addresses of either kind.
func has(u *clerk.User) (all []held) {
	add := func(value, id string, primary *string, verified *clerk.Verification, factor bool) {
		text := value
		if primary != nil && *primary == id {
			text += " primary"
		}
		if verified != nil && verified.Status == "verified" {
			text += " verified"
		}
		if factor {
			text += " second factor"
		}
		all = append(all, held{id, value, text})
	}
	for _, e := range u.EmailAddresses {
		add(e.EmailAddress, e.ID, u.PrimaryEmailAddressID, e.Verification, false)
	}
	for _, p := range u.PhoneNumbers {
		add(p.PhoneNumber, p.ID, u.PrimaryPhoneNumberID, p.Verification, p.ReservedForSecondFactor)
	}
	return all
}

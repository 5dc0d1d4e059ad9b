package clerk_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Somebody else makes a template with the same name at the same moment, and otherwise
// like this, but for one field.
func TestATemplateOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	key := rest.Value(strings.Repeat("k", 64))
	ours := clerk.JWTTemplateParams{
		Name: "hasura", Claims: []byte(`{"a":1}`), Lifetime: rest.Value(int64(90)), AllowedClockSkew: rest.Value(int64(3)),
		CustomSigningKey: rest.Value(true), SigningAlgorithm: rest.Value("HS256"), SigningKey: key,
	}
	for name, test := range map[string]struct {
		theirs func(*clerk.JWTTemplateParams)
		ours   func(*clerk.JWTTemplateParams)
	}{
		"claims": {theirs: func(p *clerk.JWTTemplateParams) { p.Claims = []byte(`{"a":2}`) }},
		"claims, beyond what a float64 tells apart": {
			func(p *clerk.JWTTemplateParams) { p.Claims = []byte(`{"a":9007199254740992}`) },
			func(p *clerk.JWTTemplateParams) { p.Claims = []byte(`{"a":9007199254740993}`) },
		},
		"lifetime":           {theirs: func(p *clerk.JWTTemplateParams) { p.Lifetime = rest.Value(int64(60)) }},
		"allowed_clock_skew": {theirs: func(p *clerk.JWTTemplateParams) { p.AllowedClockSkew = rest.Value(int64(5)) }},
		"signing_algorithm":  {theirs: func(p *clerk.JWTTemplateParams) { p.SigningAlgorithm = rest.Value("HS512") }},
		"custom_signing_key": {
			// With a key of its own, a template has an algorithm that the others do not.
			func(p *clerk.JWTTemplateParams) { *p = clerk.JWTTemplateParams{Name: p.Name, Claims: p.Claims} },
			func(p *clerk.JWTTemplateParams) {
				*p = clerk.JWTTemplateParams{Name: p.Name, Claims: p.Claims, CustomSigningKey: p.CustomSigningKey, SigningKey: p.SigningKey}
			},
		},
	} {
		field, _, _ := strings.Cut(name, ",")
		inMadeUpTime(t, func(t *testing.T, l *local) {
			first, second := ours, ours
			test.theirs(&first)
			if test.ours != nil {
				test.ours(&second)
			}
			other, err := l.client().JWTTemplates.Create(t.Context(), first)
			if err != nil {
				t.Fatal(field, err)
			}
			l.lose("POST /jwt_templates", "reset", 1)
			_, err = l.client().JWTTemplates.Create(t.Context(), second)
			refused(t, err, false, other.ID, "is not what it made: "+field+" differs")
			if err != nil && strings.Count(err.Error(), "differs") != 1 {
				t.Errorf("%s: %v", field, err)
			}
		})
	}
}

// Another operation adds the same address to the same user at the same moment, but not
// as the primary one, say.
func TestAnAddressOfAnotherOperationIsNotTaken(t *testing.T) {
	t.Parallel()
	email := func(change func(*clerk.CreateEmailAddressParams)) func(context.Context, *clerk.Client, string) (string, error) {
		return func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
			p := clerk.CreateEmailAddressParams{UserID: owner, EmailAddress: "work@example.com", Verified: rest.Value(true), Primary: rest.Value(true)}
			change(&p)
			return idOf(c.EmailAddresses.Create(ctx, p))
		}
	}
	phone := func(change func(*clerk.CreatePhoneNumberParams)) func(context.Context, *clerk.Client, string) (string, error) {
		return func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
			p := clerk.CreatePhoneNumberParams{
				UserID: owner, PhoneNumber: "+15555550100", Verified: rest.Value(true), Primary: rest.Value(true), ReservedForSecondFactor: rest.Value(true),
			}
			change(&p)
			return idOf(c.PhoneNumbers.Create(ctx, p))
		}
	}
	const emails, phones = "POST /email_addresses", "POST /phone_numbers"
	for _, test := range []struct {
		operation, field string
		theirs, ours     func(context.Context, *clerk.Client, string) (string, error)
	}{
		{
			emails, "verification",
			email(func(p *clerk.CreateEmailAddressParams) { p.Verified = rest.Value(false) }), email(func(*clerk.CreateEmailAddressParams) {}),
		},
		{
			emails, "primary",
			email(func(p *clerk.CreateEmailAddressParams) { p.Primary = rest.Value(false) }), email(func(*clerk.CreateEmailAddressParams) {}),
		},
		{
			phones, "primary",
			phone(func(p *clerk.CreatePhoneNumberParams) { p.Primary = rest.Value(false) }), phone(func(*clerk.CreatePhoneNumberParams) {}),
		},
		{
			phones, "reserved_for_second_factor",
			phone(func(p *clerk.CreatePhoneNumberParams) { p.ReservedForSecondFactor = rest.Value(false) }), phone(func(*clerk.CreatePhoneNumberParams) {}),
		},
		{
			phones, "verification",
			phone(func(p *clerk.CreatePhoneNumberParams) { p.ReservedForSecondFactor = rest.Optional[bool]{} }),
			phone(func(p *clerk.CreatePhoneNumberParams) {
				p.Verified, p.ReservedForSecondFactor = rest.Value(false), rest.Optional[bool]{}
			}),
		},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{
				EmailAddresses: []string{"owner@example.com"}, PhoneNumbers: []string{"+15555560100"},
			})
			if err != nil {
				t.Fatal(err)
			}
			other, err := test.theirs(t.Context(), l.client(), owner.ID)
			if err != nil {
				t.Fatal(test.operation, test.field, err)
			}
			l.lose(test.operation, "reset", 1)
			_, err = test.ours(t.Context(), l.client(), owner.ID)
			refused(t, err, false, other, "is not what it made: "+test.field+" differs")
			if err != nil && strings.Count(err.Error(), "differs") != 1 {
				t.Errorf("%s %s: %v", test.operation, test.field, err)
			}
		})
	}
}

// Whose an address is, its user says at once, however long lists lag.
func TestAnAddressOfAnotherUserIsNotLookedForInLists(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		if !object.first {
			continue
		}
		for _, kind := range []string{"reset", "lost_502"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				other, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"other@example.com"}})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := object.create(t.Context(), l.client(), other.ID); err != nil {
					t.Fatal(err)
				}
				l.lose(object.operation, kind, 1)
				began := time.Now()
				_, err = object.create(t.Context(), l.client(), owner)
				refused(t, err, false, "user "+owner+" does not have what exists, so it is another user's")
				// Only for what this run may give up.
				if took := time.Since(began); took > 3*time.Second {
					t.Errorf("%s, %s: it was looked for for %s", name, kind, took)
				}
				l.holds(object, owner)
			}, lagging(time.Hour))
		}
	}
}

// A list that lags shows a template under the name that it had before.
func TestATemplateUnderAFormerNameIsNobody(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		p := clerk.JWTTemplateParams{Name: "hasura", Claims: []byte(`{}`)}
		former, err := l.client().JWTTemplates.Create(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		l.Advance(time.Minute)
		renamed := p
		renamed.Name = "another"
		if _, err := l.client().JWTTemplates.Update(t.Context(), former.ID, renamed); err != nil {
			t.Fatal(err)
		}
		l.lose("POST /jwt_templates", "lost", 1)
		made, err := l.client().JWTTemplates.Create(t.Context(), p)
		if err != nil || made.ID == former.ID || made.Name != p.Name {
			t.Errorf("took %+v: %v", made, err)
		}
	}, lagging(5*time.Second))
}

// An update is the same when it is done twice, and what it meets is somebody else's,
// whatever became of its first attempt.
func TestAnUpdateToATakenValueIsRefusedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	username := func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.Update(ctx, id, clerk.UpdateUserParams{Account: clerk.Account{Username: rest.Value("countess")}})
		return err
	}
	externalID := func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.Update(ctx, id, clerk.UpdateUserParams{Account: clerk.Account{ExternalID: rest.Value("42")}})
		return err
	}
	name := func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.JWTTemplates.Update(ctx, id, clerk.JWTTemplateParams{Name: "hasura", Claims: []byte(`{}`)})
		return err
	}
	user := func(ctx context.Context, c *clerk.Client) (string, error) {
		return idOf(c.Users.Create(ctx, clerk.CreateUserParams{}))
	}
	template := func(ctx context.Context, c *clerk.Client) (string, error) {
		return idOf(c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: "mine", Claims: []byte(`{}`)}))
	}
	for what, test := range map[string]struct {
		operation string
		make      func(context.Context, *clerk.Client) (string, error)
		update    func(context.Context, *clerk.Client, string) error
	}{
		"a username":        {"PATCH /users/{user_id}", user, username},
		"an external id":    {"PATCH /users/{user_id}", user, externalID},
		"a template's name": {"PATCH /jwt_templates/{template_id}", template, name},
	} {
		for _, kind := range []string{"reset", "502", "lost", "lost_502"} {
			for _, taken := range []bool{false, true} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					id, err := test.make(t.Context(), l.client())
					if err != nil {
						t.Fatal(err)
					}
					if taken {
						other := clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("countess"), ExternalID: rest.Value("42")}}
						if _, err := l.client().Users.Create(t.Context(), other); err != nil {
							t.Fatal(err)
						}
						if _, err := l.client().JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: "hasura", Claims: []byte(`{}`)}); err != nil {
							t.Fatal(err)
						}
					}
					l.lose(test.operation, kind, 1)
					before := l.Stats().ByOperation[test.operation]
					err = test.update(t.Context(), l.client(), id)
					if _, doubt := rest.AsConflict(err); (err != nil) != taken || doubt || isLost(err) || taken && statusOf(err) != http.StatusUnprocessableEntity {
						t.Errorf("%s, %s, taken %t: %v", what, kind, taken, err)
					}
					if n := l.Stats().ByOperation[test.operation] - before; n != 2 {
						t.Errorf("%s, %s, taken %t: sent %d times", what, kind, taken, n)
					}
				})
			}
		}
	}
}

// What cannot be found again is sent once, and Clerk holds at most one of it.
func TestWhatHasNoKeyIsMadeAtMostOnce(t *testing.T) {
	t.Parallel()
	creates := map[string]func(context.Context, *clerk.Client, string) (string, error){
		"POST /users": func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			return idOf(c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value("Ada")}}))
		},
	}
	for _, a := range areas {
		if a.keyless {
			creates[a.operation] = ownedBy(a.create)
		}
	}
	for operation, create := range creates {
		for _, kind := range []string{"reset", "502", "lost", "lost_502"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				before := l.Stats().ByOperation[operation]
				l.lose(operation, kind, 1)
				_, err := create(t.Context(), l.client(), owner)
				mentions(t, err, operation, "may have been carried out")
				if n := l.Stats().ByOperation[operation] - before; n != 1 || !isLost(err) {
					t.Errorf("%s, %s: sent %d times: %v", operation, kind, n, err)
				}
			})
		}
	}
}

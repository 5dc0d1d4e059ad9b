package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const (
	createOAuthApplication = "POST /oauth_applications"
	rotateClientSecret     = "POST /oauth_applications/{oauth_application_id}/rotate_secret"
	revokeOAuthToken       = "POST /oauth_applications/{oauth_application_id}/revoke_token"
)

var _ = tested(area{
	name: "oauth_applications",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.OAuthApplications.Create(ctx, clerk.CreateOAuthApplicationParams{Name: name}))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.OAuthApplications.Get(ctx, id)
	},
	writes: map[string]call{
		"PATCH /oauth_applications/{oauth_application_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OAuthApplications.Update(ctx, at.id, clerk.UpdateOAuthApplicationParams{Scopes: rest.Value("email"), RedirectURIs: rest.Value([]string{"my-app://a"})})
		},
		"PUT /oauth_applications/{oauth_application_id}/logo": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OAuthApplications.SetLogo(ctx, at.id, "a.png", pixel)
		},
		"DELETE /oauth_applications/{oauth_application_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OAuthApplications.Delete(ctx, at.id)
		},
	},
	again: map[string]call{
		revokeOAuthToken: func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OAuthApplications.RevokeToken(ctx, at.id, "oat_1")
		},
	},
	once: map[string]call{
		rotateClientSecret: func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OAuthApplications.RotateSecret(ctx, at.id)
		},
	},
	sentOnce: true,
})

func (l *local) oauthApplication(name string) string { return l.objects(name).id("oauth_applications") }

// oauthApplications are the ids of all that there are, the newest first.
func (l *local) oauthApplications() []string {
	l.t.Helper()
	return mustList(l, l.client().OAuthApplications.List(l.t.Context(), clerk.OAuthApplicationFilter{OrderBy: "-created_at"}))
}

// docs is an application with something in each field. Clerk may have the elements in another order.
var docs = clerk.CreateOAuthApplicationParams{
	Name: "Docs", RedirectURIs: rest.Value([]string{"my-app://callback", "https://docs.example.com/callback"}), Scopes: rest.Value("profile email public_metadata"),
	ConsentScreenEnabled: rest.Value(false), PKCERequired: rest.Value(true), Public: rest.Value(false),
}

// An OAuth application has no unique key. So its create is sent once, whatever becomes of the answer, and what was made is taken for the
// answer where nothing else has the name.
func TestAnOAuthApplicationIsMadeOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: createOAuthApplication, has: (*local).oauthApplications,
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			return idOf(c.OAuthApplications.Create(ctx, docs))
		},
		remove: func(ctx context.Context, c *clerk.Client, id string) error {
			return c.OAuthApplications.Delete(ctx, id)
		},
	}.check(t)
}

// Only the answer to the create has the secret.
func TestAnOAuthApplicationThatWasFoundAgainLacksItsSecret(t *testing.T) {
	t.Parallel()
	for loss, known := range map[string]bool{"": true, "lost": false} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			if loss != "" {
				l.lose(createOAuthApplication, loss, 1)
			}
			got, err := l.client().OAuthApplications.Create(t.Context(), docs)
			if err != nil || (got.ClientSecret != "") != known {
				t.Errorf("%q: got %+v: %v", loss, got, err)
			}
		})
	}
}

// What is older, or otherwise, or not the only one of the name, may be somebody else's.
func TestAnOAuthApplicationOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		change func(*clerk.CreateOAuthApplicationParams)
		later  time.Duration
		loss   string
	}{
		"older":             {nil, 4 * time.Second, "reset"},
		"with other scopes": {func(p *clerk.CreateOAuthApplicationParams) { p.Scopes = rest.Value("profile email") }, 0, "reset"},
		"with other redirect URIs": {func(p *clerk.CreateOAuthApplicationParams) {
			p.RedirectURIs = rest.Value([]string{"my-app://callback"})
		}, 0, "reset"},
		"public":                      {func(p *clerk.CreateOAuthApplicationParams) { p.Public = rest.Value(true) }, 0, "reset"},
		"of a name that has this one": {func(p *clerk.CreateOAuthApplicationParams) { p.Name = "Old Docs" }, 0, "reset"},
		"in another case":             {func(p *clerk.CreateOAuthApplicationParams) { p.Name = "docs" }, 0, "reset"},
		"beside what was made":        {nil, time.Hour, "lost"},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			theirs := docs
			if test.change != nil {
				test.change(&theirs)
			}
			if _, err := l.client().OAuthApplications.Create(t.Context(), theirs); err != nil {
				t.Fatal(err)
			}
			l.Advance(test.later)
			l.lose(createOAuthApplication, test.loss, 1)
			if got, err := l.client().OAuthApplications.Create(t.Context(), docs); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
			if has := l.oauthApplications(); len(has) != map[string]int{"reset": 1, "lost": 2}[test.loss] {
				t.Errorf("%s: Clerk has %v", what, has)
			}
		})
	}
}

func TestAnOAuthApplicationIsFoundByItsNameAndByItsClientID(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		one, c := l.oauthApplication("Docs"), l.client()
		l.oauthApplication("Docs of yesterday")
		a, err := c.OAuthApplications.Find(t.Context(), "Docs")
		if err != nil || a.ID != one {
			t.Fatalf("found %+v: %v", a, err)
		}
		if by, err := c.OAuthApplications.FindByClientID(t.Context(), a.ClientID); err != nil || by.ID != one {
			t.Errorf("found %+v: %v", by, err)
		}
		for _, find := range []func() (*clerk.OAuthApplication, error){
			func() (*clerk.OAuthApplication, error) { return c.OAuthApplications.Find(t.Context(), "docs") },
			func() (*clerk.OAuthApplication, error) {
				return c.OAuthApplications.FindByClientID(t.Context(), "Docs")
			},
			func() (*clerk.OAuthApplication, error) { return c.OAuthApplications.Find(t.Context(), a.ClientID) },
		} {
			if got, err := find(); !errors.Is(err, clerk.ErrNoOAuthApplication) {
				t.Errorf("found %+v: %v", got, err)
			}
		}
		other := l.oauthApplication("Docs")
		_, err = c.OAuthApplications.Find(t.Context(), "Docs")
		mentions(t, err, `2 OAuth applications have the name "Docs"`, one, other)
	})
}

func TestARotationOfAClientSecretThatMayHaveHappenedIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "502"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			id, c := l.oauthApplication("a"), l.client()
			l.lose(rotateClientSecret, loss, 9)
			if got, err := c.OAuthApplications.RotateSecret(t.Context(), id); !isLost(err) || l.Stats().ByOperation[rotateClientSecret] != 1 {
				t.Errorf("%s: sent %d times: %+v, %v", loss, l.Stats().ByOperation[rotateClientSecret], got, err)
			}
		})
	}
}

func TestARotationGivesAnotherSecretUnlessTheClientIsPublic(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		made, err := c.OAuthApplications.Create(t.Context(), docs)
		if err != nil {
			t.Fatal(err)
		}
		rotated, err := c.OAuthApplications.RotateSecret(t.Context(), made.ID)
		if err != nil || rotated.ClientSecret == "" || rotated.ClientSecret == made.ClientSecret || rotated.Name != docs.Name {
			t.Errorf("rotated %+v to %+v: %v", made, rotated, err)
		}
		if _, err := c.OAuthApplications.Update(t.Context(), made.ID, clerk.UpdateOAuthApplicationParams{Public: rest.Value(true)}); err != nil {
			t.Fatal(err)
		}
		if rotated, err = c.OAuthApplications.RotateSecret(t.Context(), made.ID); err != nil || rotated.ClientSecret != "" {
			t.Errorf("rotated that of a public client to %+v: %v", rotated, err)
		}
	})
	c := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"id":"oa_1","public":false}`)
	})
	_, err := c.OAuthApplications.RotateSecret(t.Context(), "oa_1")
	mentions(t, err, "it has no client_secret")
}

// A revocation is the same done twice. What is not there any more, after an attempt whose answer was lost, was revoked by that.
func TestARevocationOfAnOAuthTokenIsRepeated(t *testing.T) {
	t.Parallel()
	for _, again := range []string{"204", "404"} {
		for _, loss := range []string{"reset", "502", "lost", "lost_502"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				c := l.client()
				u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
				if err != nil {
					t.Fatal(err)
				}
				id := l.oauthApplication("a")
				l.seed(fmt.Sprintf(`{"oauth_grants":[{"oauth_application_id":%q,"user_id":%q,"access_token":"one"},{"oauth_application_id":%q,"user_id":%q,"access_token":"two"}]}`, id, u.ID, id, u.ID))
				l.lose(revokeOAuthToken, loss, 1)
				if err := c.OAuthApplications.RevokeToken(t.Context(), id, "one"); err != nil {
					t.Errorf("%s: %v", loss, err)
				}
				if err := c.OAuthApplications.RevokeToken(t.Context(), id, "three"); !rest.IsNotFound(err) {
					t.Errorf("%s: a token that there is not: %v", loss, err)
				}
				if err := c.OAuthApplications.RevokeToken(t.Context(), id, "a.b.c"); err == nil || rest.IsNotFound(err) {
					t.Errorf("%s: a JWT: %v", loss, err)
				}
			}, assuming("oauth_token_revoked_again", again))
		}
	}
}

package clerk_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const createAPIKey = "POST /api_keys"

var _ = tested(area{
	name: "api_keys", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		return idOf(c.APIKeys.Create(ctx, clerk.CreateAPIKeyParams{Subject: of("users"), Name: name}))
	},
	writes: map[string]call{
		"PATCH /api_keys/{apiKeyID}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.APIKeys.Update(ctx, at.id, clerk.UpdateAPIKeyParams{Description: rest.Value("d"), Scopes: rest.Value([]string{"a"}), Claims: []byte(`{"a":1}`)})
		},
		"DELETE /api_keys/{apiKeyID}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.APIKeys.Delete(ctx, at.id)
		},
		"POST /api_keys/{apiKeyID}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.APIKeys.Revoke(ctx, at.id)
		},
	},
	again: map[string]call{
		"GET /api_keys/{apiKeyID}/secret": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.APIKeys.Secret(ctx, at.id)
		},
	},
	sentOnce: true,
})

func anAPIKey(subject string) clerk.CreateAPIKeyParams {
	return clerk.CreateAPIKeyParams{
		Subject: subject, Name: "reports", Description: rest.Value("of the night"), Claims: []byte(`{"b":1.0,"a":[1,2]}`), Scopes: rest.Value([]string{"b", "a"}),
		CreatedBy: rest.Value(subject), SecondsUntilExpiration: rest.Value(int64(3600)),
	}
}

// keysOf are the ids of the API keys of a subject.
func (l *local) keysOf(subject string) []string {
	l.t.Helper()
	return mustList(l, l.client().APIKeys.List(l.t.Context(), clerk.APIKeyFilter{Subject: subject, IncludeInvalid: true}))
}

// An API key has no unique key, as a machine has none.
func TestAnAPIKeyIsMadeOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	var owner string
	sentOnce{
		operation: createAPIKey,
		prepare:   func(l *local) string { owner = l.owner(); return owner },
		has:       func(l *local) []string { return l.keysOf(owner) },
		create: func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
			return idOf(c.APIKeys.Create(ctx, anAPIKey(owner)))
		},
		remove: func(ctx context.Context, c *clerk.Client, id string) error { return c.APIKeys.Delete(ctx, id) },
	}.check(t)
}

func TestAnAPIKeyOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(l *local, p *clerk.CreateAPIKeyParams){
		"older":             nil,
		"with other claims": func(_ *local, p *clerk.CreateAPIKeyParams) { p.Claims = []byte(`{"b":2,"a":[1,2]}`) },
		"with other scopes": func(_ *local, p *clerk.CreateAPIKeyParams) { p.Scopes = rest.Value([]string{"a"}) },
		"of a longer name":  func(_ *local, p *clerk.CreateAPIKeyParams) { p.Name = "reports 2" },
		"of another":        func(l *local, p *clerk.CreateAPIKeyParams) { p.Subject = l.machine("reports") },
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			ada := l.owner()
			theirs := anAPIKey(ada)
			if change != nil {
				change(l, &theirs)
			}
			if _, err := l.client().APIKeys.Create(t.Context(), theirs); err != nil {
				t.Fatal(err)
			}
			if change == nil {
				l.Advance(4 * time.Second)
			}
			l.lose(createAPIKey, "reset", 1)
			if got, err := l.client().APIKeys.Create(t.Context(), anAPIKey(ada)); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
		})
	}
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ada := l.owner()
		first, err := l.client().APIKeys.Create(t.Context(), anAPIKey(ada))
		if err != nil {
			t.Fatal(err)
		}
		l.Advance(time.Hour / 2)
		l.lose(createAPIKey, "lost", 1)
		_, err = l.client().APIKeys.Create(t.Context(), anAPIKey(ada))
		mentions(t, err, "which of these it made, if any, is not known", first.ID)
	})
}

// The keys of one subject come by the page of a hundred, which is the most that Clerk gives; one of a subject by itself.
func TestAPIKeysAreReadByThePageOfTheirSubject(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		type key struct{ id, subject string }
		var all []key
		for n := range 12 {
			subject := l.machine(fmt.Sprint("m-", n))
			for i := range map[bool]int{true: 150, false: 1}[n == 0] {
				k, err := c.APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: subject, Name: fmt.Sprint("key-", i)})
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, key{k.ID, subject})
			}
		}
		if err := c.APIKeys.Revoke(t.Context(), all[3].id); err != nil {
			t.Fatal(err)
		}
		c = l.fresh()
		read := func(ctx context.Context, k key) error {
			got, err := c.APIKeys.Get(ctx, k.id, k.subject)
			if err == nil && (got.ID != k.id || got.Revoked != (k.id == all[3].id)) {
				err = fmt.Errorf("asked for %s, got %+v", k.id, got)
			}
			return err
		}
		if n := tens(l, all[:150], read); n > 30 { // two pages for each ten that are asked for at once
			t.Errorf("150 keys of one subject take %d requests", n)
		}
		if n := tens(l, all[150:], read); n != 11 {
			t.Errorf("11 keys of 11 subjects take %d requests", n)
		}
		if n := tens(l, []key{{all[0].id, ""}}, read); n != 1 {
			t.Errorf("a key of nobody knows whom takes %d requests", n)
		}
		if err := c.APIKeys.Delete(t.Context(), all[0].id); err != nil {
			t.Fatal(err)
		}
		if _, err := c.APIKeys.Get(t.Context(), all[0].id, all[0].subject); !rest.IsNotFound(err) {
			t.Errorf("what was deleted is read: %v", err)
		}
	})
}

func TestWhatAListOfAPIKeysDoesNotShowIsReadByItself(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ada, c := l.owner(), l.fresh()
		var ids []string
		for n := range 5 {
			k, err := l.client().APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: ada, Name: fmt.Sprint("key-", n)})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, k.ID)
		}
		tens(l, ids, func(ctx context.Context, id string) error { _, err := c.APIKeys.Get(ctx, id, ada); return err })
	}, lagging(time.Hour))
}

// A machine's token is asked for with the machine's key, and nothing else is.
func TestOnlyATokenOfAMachineIsAskedForWithItsKey(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		machine := l.machine("a")
		shown := map[string][]string{}
		c := l.client(func(cfg *rest.Config) {
			cfg.Transport = transport(func(r *http.Request) (*http.Response, error) {
				shown[r.URL.Path] = append(shown[r.URL.Path], r.Header.Get("Authorization"))
				return l.RoundTrip(r)
			})
		})
		key, err := c.Machines.SecretKey(t.Context(), machine)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"opaque", "jwt"} {
			token, err := c.M2MTokens.Create(t.Context(), key.Secret, clerk.CreateM2MTokenParams{TokenFormat: rest.Value(format), SecondsUntilExpiration: rest.Value(int64(60)), Claims: []byte(`{"a":1}`)})
			if err != nil || token.Subject != machine || token.Token == "" {
				t.Fatalf("%+v: %v", token, err)
			}
			if format == "opaque" {
				if err := c.M2MTokens.Revoke(t.Context(), token.ID); err != nil {
					t.Error(err)
				}
			}
		}
		for path, keys := range shown {
			want := "Bearer " + l.SecretKey()
			if path == "/v1/m2m_tokens" {
				want = "Bearer " + key.Secret
			}
			for _, got := range keys {
				if got != want {
					t.Errorf("%s was asked for with another key", path)
				}
			}
		}
		l.lose("POST /m2m_tokens", "lost", 9)
		before := l.Stats().ByOperation["POST /m2m_tokens"]
		if _, err := c.M2MTokens.Create(t.Context(), key.Secret, clerk.CreateM2MTokenParams{}); !isLost(err) || l.Stats().ByOperation["POST /m2m_tokens"] != before+1 {
			t.Errorf("a token whose answer is lost: %v", err)
		}
	})
}

// A refusal may repeat the key that was shown.
func TestARefusalOfAMachinesKeyDoesNotRepeatIt(t *testing.T) {
	t.Parallel()
	c := fake(t, func(r *http.Request) (*http.Response, error) {
		return reply(http.StatusUnauthorized, `{"errors":[{"code":"x","message":"no","long_message":"`+r.Header.Get("Authorization")+` is wrong"}]}`)
	})
	_, err := c.M2MTokens.Create(t.Context(), "mk_planted_marker", clerk.CreateM2MTokenParams{})
	mentions(t, err, "(secret key) is wrong")
	c = fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusCreated, `{"id":"mt_1"}`) })
	_, err = c.M2MTokens.Create(t.Context(), "mk_1", clerk.CreateM2MTokenParams{})
	mentions(t, err, "it has no token")
}

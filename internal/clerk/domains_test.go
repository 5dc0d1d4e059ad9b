package clerk_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "domains", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.Domains.Create(ctx, clerk.CreateDomainParams{Name: name + ".satellite.example.com", IsSatellite: true}))
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) { return idsIn(c.Domains.List(ctx)) },
	writes: map[string]call{
		"PATCH /domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Domains.Update(ctx, at.id, clerk.UpdateDomainParams{Name: rest.Value("b.example.com")})
		},
		"DELETE /domains/{domain_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Domains.Delete(ctx, at.id)
		},
	},
	again: map[string]call{
		"POST /proxy_checks": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Domains.CheckProxy(ctx, at.id, "")
		},
	},
	elsewhere: []string{"POST /domains"},
})

func createSatellite(ctx context.Context, c *clerk.Client) error {
	_, err := c.Domains.Create(ctx, clerk.CreateDomainParams{Name: "satellite.example.com", IsSatellite: true, ProxyURL: rest.Value("https://proxy.example.com")})
	return err
}

// What exists is looked for before the create, so that what appears after a lost attempt is the attempt's.
func TestADomainWhoseCreateIsLostIsTakenUnlessItWasThereBefore(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"reset", "502", "lost", "lost_502"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := l.client()
			l.lose("POST /domains", kind, 1)
			if err := createSatellite(t.Context(), c); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
			first, err := c.Domains.Find(t.Context(), "satellite.example.com")
			if err != nil {
				t.Fatal(err)
			}
			l.lose("POST /domains", kind, 1)
			err = createSatellite(t.Context(), c)
			if conflict, ok := rest.AsConflict(err); !ok || conflict.ID != first.ID || !strings.Contains(err.Error(), "it was there before") {
				t.Errorf("%s: %v", kind, err)
			}
			l.lose("GET /domains", "502", 20) // what exists cannot be looked for
			l.lose("POST /domains", kind, 1)
			if err := createSatellite(t.Context(), l.client()); err == nil {
				t.Errorf("%s: taken though nobody knows whether it was there before", kind)
			}
		})
	}
}

func TestADomainIsFoundByItsNameAndReadOutOfOneList(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		made, err := c.Domains.Create(t.Context(), clerk.CreateDomainParams{Name: "satellite.example.com", IsSatellite: true})
		if err != nil {
			t.Fatal(err)
		}
		if found, err := c.Domains.Find(t.Context(), "satellite.example.com"); err != nil || found.ID != made.ID {
			t.Error(found, err)
		}
		if got, err := c.Domains.Get(t.Context(), made.ID); err != nil || got.Name != made.Name || !got.IsSatellite {
			t.Error(got, err)
		}
		if _, err := c.Domains.Find(t.Context(), "other.example.com"); !errors.Is(err, clerk.ErrNoDomain) {
			t.Error(err)
		}
		if _, err := c.Domains.Get(t.Context(), "dmn_nobody"); !rest.IsNotFound(err) {
			t.Error(err)
		}
		_, err = c.Domains.Update(t.Context(), made.ID, clerk.UpdateDomainParams{Name: rest.Value(primaryName(t, c))})
		if taken := (*rest.Taken)(nil); !errors.As(err, &taken) || taken.Holder == "" || taken.Holder == made.ID {
			t.Error(err)
		}
	})
}

func primaryName(t *testing.T, c *clerk.Client) string {
	t.Helper()
	all, err := rest.Collect(c.Domains.List(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if !d.IsSatellite {
			return d.Name
		}
	}
	t.Fatal("there is no primary domain")
	return ""
}

func TestAProxyCheckSaysWhetherItSucceeded(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"id":"proxchk_1","proxy_url":"https://example.com/__clerk","successful":true}`, `{"id":"proxchk_1","proxy_url":"https://example.com/__clerk","successful":false}`} {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
		check, err := client.Domains.CheckProxy(t.Context(), "dmn_1", "https://example.com/__clerk")
		if err != nil || check.Successful != strings.Contains(body, "true") {
			t.Error(check, err)
		}
	}
}

package clerk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// withDomains makes organizations, each with a domain of its own and one that is the same everywhere, and returns them all.
func (l *local) withDomains(organizations int) (domains []clerk.OrganizationDomain) {
	l.t.Helper()
	for n := range organizations {
		o, err := l.client().Organizations.Create(l.t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprintf("Acme %d", n)})
		if err != nil {
			l.t.Fatal(err)
		}
		for _, name := range []string{fmt.Sprintf("acme-%d.example.com", n), "shared.example.com"} {
			d, err := l.client().OrganizationDomains.Create(l.t.Context(), clerk.CreateOrganizationDomainParams{
				OrganizationID: o.ID, Name: name, EnrollmentMode: "manual_invitation", Verified: rest.Value(false),
			})
			if err != nil {
				l.t.Fatal(err)
			}
			domains = append(domains, *d)
		}
	}
	return domains
}

func readDomain(c *clerk.Client, named bool) func(context.Context, clerk.OrganizationDomain) error {
	return func(ctx context.Context, want clerk.OrganizationDomain) error {
		name := want.Name
		if !named {
			name = ""
		}
		got, err := c.OrganizationDomains.Get(ctx, want.OrganizationID, want.ID, name)
		if err == nil && (got.ID != want.ID || got.Name != want.Name || got.OrganizationID != want.OrganizationID) {
			err = fmt.Errorf("asked for %+v, got %+v", want, got)
		}
		return err
	}
}

// Domains that many organizations have under one name are told apart, also where only their ids are known.
func TestDomainsAreReadByThePage(t *testing.T) {
	t.Parallel()
	for named, most := range map[bool]int{true: 5, false: 15} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			domains := l.withDomains(30)
			if n := tens(l, domains, readDomain(l.fresh(), named)); n > most {
				t.Errorf("reading %d domains (named: %t) took %d requests, expected at most %d", len(domains), named, n, most)
			}
		})
	}
	inMadeUpTime(t, func(t *testing.T, l *local) {
		domains := l.withDomains(1)
		if n := tens(l, domains[:1], readDomain(l.fresh(), true)); n != 1 {
			t.Errorf("reading a domain alone took %d requests", n)
		}
	})
}

// A list that lags does not show what was made. That is believed ten seconds after the client began.
func TestADomainIsGoneOnceListsCanBeBelieved(t *testing.T) {
	t.Parallel()
	for _, deleted := range []bool{false, true} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			d := l.withDomains(1)[0]
			if deleted {
				if err := l.client().OrganizationDomains.Delete(t.Context(), d.OrganizationID, d.ID); err != nil {
					t.Fatal(err)
				}
			}
			c := l.fresh()
			for n, want := range []time.Duration{10 * time.Second, 0} {
				began := time.Now()
				if err := readDomain(c, true)(t.Context(), d); rest.IsNotFound(err) != deleted || !deleted && err != nil {
					t.Errorf("deleted %t: %v", deleted, err)
				}
				if took := time.Since(began); took < want || took > want+time.Second {
					t.Errorf("deleted %t: read %d took %s, expected %s", deleted, n+1, took, want)
				}
			}
		}, lagging(9*time.Second))
	}
}

// What a list shows otherwise than it is expected is read again once lists can be believed, if that is asked for.
func TestADomainIsReadAgainOnceListsCanBeBelieved(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		d := l.withDomains(1)[0]
		l.Advance(time.Minute)
		automatic := clerk.UpdateOrganizationDomainParams{EnrollmentMode: rest.Value("automatic_invitation")}
		if _, err := l.client().OrganizationDomains.Update(t.Context(), d.OrganizationID, d.ID, d.Name, automatic); err != nil {
			t.Fatal(err)
		}
		c := l.fresh()
		mode := func(ctx context.Context) string {
			got, err := c.OrganizationDomains.Get(ctx, d.OrganizationID, d.ID, d.Name)
			if err != nil {
				return err.Error()
			}
			return got.EnrollmentMode
		}
		ctx, cancel := context.WithTimeout(rest.WithRecheck(t.Context()), time.Second)
		defer cancel()
		for _, read := range []struct {
			ctx  context.Context
			want string
		}{
			{t.Context(), "manual_invitation"},
			{ctx, "stopped while waiting until Clerk's lists show it"},
			{rest.WithRecheck(t.Context()), "automatic_invitation"},
		} {
			if got := mode(read.ctx); !strings.Contains(got, read.want) {
				t.Errorf("read %s, expected %s", got, read.want)
			}
		}
	}, lagging(9*time.Second))
}

// A client's own write ends what a whole list says.
func TestAListFromBeforeAWriteServesNoDomain(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		domains := l.withDomains(30)
		c := l.fresh()
		tens(l, domains, readDomain(c, true))
		d := domains[3]
		if _, err := c.OrganizationDomains.Update(t.Context(), d.OrganizationID, d.ID, d.Name, clerk.UpdateOrganizationDomainParams{EnrollmentMode: rest.Value("enterprise_sso")}); err != nil {
			t.Fatal(err)
		}
		if got, err := c.OrganizationDomains.Get(t.Context(), d.OrganizationID, d.ID, d.Name); err != nil || got.EnrollmentMode != "enterprise_sso" {
			t.Errorf("read %+v (%v)", got, err)
		}
	})
}

// A list of objects without ids says nothing of what there is not.
func TestADomainWithoutItsIDsIsNotGone(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"id", "organization_id"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			d := l.withDomains(1)[0]
			l.PlaceFault(clerksim.Fault{Operation: "GET /organization_domains", Kind: "lacking", Field: field})
			_, err := l.client().OrganizationDomains.Get(t.Context(), d.OrganizationID, d.ID, d.Name)
			if err == nil || rest.IsNotFound(err) || rest.ReasonOf(err) != rest.Unreadable {
				t.Errorf("without %s: %v", field, err)
			}
		})
	}
}

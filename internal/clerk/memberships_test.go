package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

var _ = tested(area{
	name: "organization_memberships", operation: "POST /organizations/{organization_id}/memberships",
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		organization, user := of("organizations"), of("users")
		_, err := c.OrganizationMemberships.Create(ctx, aMembership(organization, user))
		return organization + "/" + user, err
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.OrganizationMemberships.Get(ctx, id)
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.OrganizationMemberships.List(ctx, clerk.MembershipFilter{}))
	},
	writes: map[string]call{
		"PATCH /organizations/{organization_id}/memberships/{user_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationMemberships.UpdateRole(ctx, at.id, "org:admin")
		},
		"PATCH /organizations/{organization_id}/memberships/{user_id}/metadata": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationMemberships.MergeMetadata(ctx, at.id, clerk.Metadata{Public: []byte(`{"plan":{"seats":null,"name":"free"}}`)})
		},
		"DELETE /organizations/{organization_id}/memberships/{user_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OrganizationMemberships.Delete(ctx, at.id)
		},
	},
	limited: []string{"PATCH /organizations/{organization_id}/memberships/{user_id}", "PATCH /organizations/{organization_id}/memberships/{user_id}/metadata"},
	keyed: map[string]keyed{
		"a new member's role": {operation: "POST /organizations/{organization_id}/memberships", write: func(ctx context.Context, c *clerk.Client, organization, user string) error {
			_, err := c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{OrganizationID: organization, UserID: user, Role: "org:editor"})
			return err
		}},
		"a member's role": {operation: "PATCH /organizations/{organization_id}/memberships/{user_id}", update: true, write: func(ctx context.Context, c *clerk.Client, organization, user string) error {
			_, err := c.OrganizationMemberships.UpdateRole(ctx, organization+"/"+user, "org:editor")
			return err
		}},
	},
	recovered: map[string]recovered{"an organization membership": {create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.OrganizationMemberships.Create(ctx, aMembership(of("organizations"), of("users"))))
	}}},
	uniques: map[string]unique{"membership": {has: func(ctx context.Context, c *clerk.Client, name string) (string, error) {
		users, err := rest.Collect(c.Users.List(ctx, clerk.UserFilter{Usernames: []string{name}}))
		if err == nil && len(users) == 0 {
			var made *clerk.User
			if made, err = c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value(name)}}); err == nil {
				users = append(users, *made)
			}
		}
		organization, missing := anAcme(ctx, c)
		if err = errors.Join(err, missing); err != nil {
			return "", err
		}
		_, err = c.OrganizationMemberships.Create(ctx, aMembership(organization, users[0].ID))
		return organization + "/" + users[0].ID, err
	}}},
})

func aMembership(organization, user string) clerk.CreateMembershipParams {
	return clerk.CreateMembershipParams{
		OrganizationID: organization, UserID: user, Role: "org:member",
		PublicMetadata: []byte(`{"b":1.0,"a":[1,2],"plan":{"seats":3}}`), PrivateMetadata: []byte(`{"crm":"a-17"}`),
	}
}

// memberships makes so many members in each of so many organizations, in a local Clerk
// without a network, and returns their ids by organization.
func memberships(t *testing.T, sim *clerksim.Server, organizations, members int) [][]string {
	t.Helper()
	c, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]string, organizations)
	users := someIDs(t, c, members)
	for o := range out {
		organization, err := c.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprint("Organization ", o)})
		if err != nil {
			t.Fatal(err)
		}
		for _, user := range users {
			if _, err := c.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: organization.ID, UserID: user, Role: "org:member"}); err != nil {
				t.Fatal(err)
			}
			out[o] = append(out[o], organization.ID+"/"+user)
		}
	}
	return out
}

// oneByOne are the members of one organization after those of another; inTurn takes one of
// each organization in turn.
func oneByOne(all [][]string) (ids []string) {
	for _, members := range all {
		ids = append(ids, members...)
	}
	return ids
}

func inTurn(all [][]string) (ids []string) {
	for n := range all[0] {
		for _, members := range all {
			ids = append(ids, members[n])
		}
	}
	return ids
}

// readMemberships reads them as Terraform does, ten at a time, and returns how many
// requests that took.
func readMemberships(t *testing.T, sim *clerksim.Server, ids []string) int {
	t.Helper()
	before := sim.Stats().Requests
	synctest.Test(t, func(t *testing.T) {
		c, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
		if err != nil {
			t.Fatal(err)
		}
		var workers errgroup.Group
		workers.SetLimit(10)
		for _, id := range ids {
			workers.Go(func() error {
				m, err := c.OrganizationMemberships.Get(t.Context(), id)
				if err == nil && m.Organization.ID+"/"+m.User.UserID != id {
					err = fmt.Errorf("asked for %s, got %s", id, m.ID)
				}
				return err
			})
		}
		if err := workers.Wait(); err != nil {
			t.Error(err)
		}
	})
	return sim.Stats().Requests - before
}

func TestMembershipsCostRequestsByThePage(t *testing.T) {
	t.Parallel()
	for _, instance := range []struct {
		organizations, members int
		most                   map[string]int // requests
	}{
		{20, 30, map[string]int{"one by one": 6, "in turn": 4, "twenty of one organization": 2, "one of each": 5}},
		{100, 100, map[string]int{"one by one": 40, "in turn": 40, "twenty of one organization": 2, "one of each": 40}},
	} {
		sim, err := clerksim.New(clerksim.Options{Users: instance.members})
		if err != nil {
			t.Fatal(err)
		}
		all := memberships(t, sim, instance.organizations, instance.members)
		for what, ids := range map[string][]string{
			"one by one": oneByOne(all), "in turn": inTurn(all), "twenty of one organization": all[3][:20], "one of each": inTurn(all)[:instance.organizations],
		} {
			if n := readMemberships(t, sim, ids); n > instance.most[what] {
				t.Errorf("%s, of %d organizations with %d members each: reading %d memberships took %d requests, expected at most %d",
					what, instance.organizations, instance.members, len(ids), n, instance.most[what])
			}
		}
	}
}

// What is in neither the list of all nor that of its organization is gone, whether the
// organization is or not.
func TestAMembershipIsGoneIfTheListOfItsOrganizationSaysSo(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		all := memberships(t, l.Server, 2, 20)
		l.Advance(time.Hour)
		c := l.client()
		organization, _, _ := strings.Cut(all[0][0], "/")
		if err := c.Organizations.Delete(t.Context(), strings.Split(all[1][0], "/")[0]); err != nil {
			t.Fatal(err)
		}
		if err := c.OrganizationMemberships.Delete(t.Context(), all[0][0]); err != nil {
			t.Fatal(err)
		}
		l.Advance(time.Hour)
		gone := append([]string{organization + "/user_0", all[0][0]}, all[1]...)
		c = l.fresh()
		for range 3 {
			if err := together(t.Context(), append(all[0][1:], gone...), func(ctx context.Context, id string) error {
				m, err := c.OrganizationMemberships.Get(ctx, id)
				if isGone := id == gone[0] || id == gone[1] || !strings.HasPrefix(id, organization); isGone != rest.IsNotFound(err) || !isGone && m.User.UserID == "" {
					return fmt.Errorf("%s: %w", id, err)
				}
				if answer, _ := rest.AsError(err); err != nil && answer.Instance != l.InstanceID() {
					return fmt.Errorf("%s: %w does not say in which instance", id, err)
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
	}, lagging(30*time.Minute), func(o *clerksim.Options) { o.Users = 20 })
}

// The list is asked for one user, and takes signs for operators.
func TestAMembershipIsLookedForByItsUserAlone(t *testing.T) {
	t.Parallel()
	for user, want := range map[string]string{"user_1": "user_1", "-user_1": "+-user_1", "+user_1": "++user_1", "a b": "+a b"} {
		seen := newRecord()
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			return reply(http.StatusOK, `{"data":[{"id":"orgmem_1","role":"org:member","organization":{"id":"org_1"}}],"total_count":1}`)
		})
		m, err := c.OrganizationMemberships.Get(t.Context(), "org_1/"+user)
		if err != nil || m.User.UserID != user {
			t.Errorf("%q: %+v, %v", user, m, err)
		}
		u, err := url.Parse(seen.all()[0].uri)
		if err != nil || len(seen.all()) != 1 || u.Query().Get("user_id") != want {
			t.Errorf("%q is looked for by %s", user, seen.all()[0].uri)
		}
	}
	for _, id := range []string{"org_1", "org_1/", "/user_1", "../user_1", ""} {
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			t.Errorf("%q sends %s", id, r.URL)
			return nil, errors.New("it is not to be sent")
		})
		if _, err := c.OrganizationMemberships.Get(t.Context(), id); err == nil || rest.IsNotFound(err) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Whoever a list or an answer is about: another member, or another organization, is an
// error, and says nothing of the one that was asked for.
func TestAnAnswerAboutAnotherMemberIsAnError(t *testing.T) {
	t.Parallel()
	for what, names := range map[string][2]string{"another user": {"org_1", "user_2"}, "another organization": {"org_2", "user_1"}, "no organization": {"", "user_1"}} {
		one := fmt.Sprintf(`{"id":"orgmem_1","role":"org:member","organization":{"id":%q},"public_user_data":{"user_id":%q}}`, names[0], names[1])
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return reply(http.StatusOK, `{"data":[`+one+`],"total_count":1}`)
			}
			return reply(http.StatusOK, one)
		})
		for operation, do := range map[string]func(id string) error{
			"get": func(id string) error { _, err := c.OrganizationMemberships.Get(t.Context(), id); return err },
			"role": func(id string) error {
				_, err := c.OrganizationMemberships.UpdateRole(t.Context(), id, "org:admin")
				return err
			},
			"metadata": func(id string) error {
				_, err := c.OrganizationMemberships.MergeMetadata(t.Context(), id, clerk.Metadata{})
				return err
			},
			"delete": func(id string) error { return c.OrganizationMemberships.Delete(t.Context(), id) },
		} {
			if err := do("org_1/user_1"); rest.ReasonOf(err) != rest.Unreadable || !strings.Contains(err.Error(), "another object") {
				t.Errorf("%s of %s: %v", operation, what, err)
			}
		}
	}
}

// A list that lags shows a membership that the user had before.
func TestAFormerMembershipIsNotTaken(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		owner, object := l.owner(), makes()["an organization membership"]
		former, err := object.create(t.Context(), l.client(), owner)
		if err != nil {
			t.Fatal(err)
		}
		l.Advance(time.Minute)
		if err := l.client().OrganizationMemberships.Delete(t.Context(), organizationOf(owner)+"/"+owner); err != nil {
			t.Fatal(err)
		}
		l.lose(object.operation, "lost", 1)
		id, err := object.create(t.Context(), l.client(), owner)
		if err != nil || id == former {
			t.Errorf("took %s: %v", id, err)
		}
	}, lagging(5*time.Second))
}

// A member's role and metadata have a limit of their own, 10 in 10 seconds.
func TestUpdatesOfOneMembershipRespectItsLimitAndHoldUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, client := limitedClerk(t, clerksim.Options{RateLimit: "production", Latency: 20 * time.Millisecond, Users: 21})
		ids := memberships(t, sim, 1, 21)[0]
		change := func(id string, n int) (err error) {
			if n%2 == 0 {
				_, err = client.OrganizationMemberships.UpdateRole(t.Context(), id, []string{"org:admin", "org:member"}[n/2%2])
			} else {
				_, err = client.OrganizationMemberships.MergeMetadata(t.Context(), id, clerk.Metadata{Public: fmt.Appendf(nil, `{"n":%d}`, n)})
			}
			return err
		}
		var all sync.WaitGroup
		all.Go(func() {
			// 30 updates under 10 in 10 s take two waits.
			began := time.Now()
			work(t, 30, 30, func(n int) error { return change(ids[0], n) })
			if took := time.Since(began); took < 19*time.Second || took > 22*time.Second {
				t.Errorf("30 updates of one membership took %s", took)
			}
		})
		synctest.Wait()
		work(t, 10, 200, func(n int) error {
			began := time.Now()
			err := change(ids[1+n%20], n/20)
			if took := time.Since(began); took > 500*time.Millisecond {
				t.Errorf("an update of another membership took %s", took)
			}
			return err
		})
		all.Wait()
	})
}

func TestCreatingMembershipsIsBoundedByTheGeneralLimitAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const n = 200
		sim, client := limitedClerk(t, clerksim.Options{RateLimit: "100/10s", Latency: 50 * time.Millisecond, Users: n})
		users := someIDs(t, client, n)
		organization, err := client.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(10 * time.Second) // what came before counts no more
		began := time.Now()
		work(t, 10, n, func(n int) error {
			_, err := client.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: organization.ID, UserID: users[n], Role: "org:member"})
			return err
		})
		if took := time.Since(began); took > 12*time.Second {
			t.Errorf("%d memberships at 100 in 10 seconds took %s", n, took)
		}
		if made := len(sim.Requests()); made == 0 {
			t.Error("nothing was sent")
		}
	})
}

// A field that is replaced loses the keys that others have added, at any depth, and the
// other field is left alone. That takes one request that changes anything.
func TestReplacedMetadataLosesWhatOthersHaveAdded(t *testing.T) {
	t.Parallel()
	const merge = "PATCH /organizations/{organization_id}/memberships/{user_id}/metadata"
	for _, test := range []struct {
		want            clerk.Metadata
		public, private string
		merges          int
	}{
		{clerk.Metadata{Public: []byte(`{"plan":{"seats":3}}`)}, `{"plan":{"seats":3}}`, `{"crm":"a-17"}`, 1},
		{clerk.Metadata{Public: []byte(`{}`), Private: []byte(`{"crm":"a-18","of":{"a":1}}`)}, `{}`, `{"crm":"a-18","of":{"a":1}}`, 1},
		{clerk.Metadata{Private: []byte(`{"crm":"a-17"}`)}, `{"plan":{"name":"pro","seats":3},"theirs":[1]}`, `{"crm":"a-17"}`, 0},
		{clerk.Metadata{}, `{"plan":{"name":"pro","seats":3},"theirs":[1]}`, `{"crm":"a-17"}`, 0},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			id := memberships(t, l.Server, 1, 1)[0][0]
			c := l.client()
			if _, err := c.OrganizationMemberships.MergeMetadata(t.Context(), id, clerk.Metadata{
				Public: []byte(`{"plan":{"name":"pro","seats":3},"theirs":[1]}`), Private: []byte(`{"crm":"a-17"}`),
			}); err != nil {
				t.Fatal(err)
			}
			before := l.Stats().ByOperation[merge]
			got, err := c.OrganizationMemberships.ReplaceMetadata(t.Context(), id, test.want)
			if err != nil || string(got.PublicMetadata) != test.public || string(got.PrivateMetadata) != test.private {
				t.Errorf("%+v, %v", got, err)
			}
			now, err := l.client().OrganizationMemberships.Current(t.Context(), id)
			if err != nil || string(now.PublicMetadata) != test.public || string(now.PrivateMetadata) != test.private {
				t.Errorf("Clerk holds %+v (%v)", now, err)
			}
			if n := l.Stats().ByOperation[merge] - before; n != test.merges {
				t.Errorf("it was changed %d times, expected %d", n, test.merges)
			}
		}, func(o *clerksim.Options) { o.Users = 1 })
	}
}

// What is added while it is replaced is removed as well; a value that Clerk does not take
// is not sent again and again.
func TestMetadataThatChangesWhileItIsReplaced(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		id := memberships(t, l.Server, 1, 1)[0][0]
		other := l.client()
		merges := 0
		c := l.client(func(c *rest.Config) {
			c.Transport = transport(func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPatch {
					if merges++; merges == 1 {
						if _, err := other.OrganizationMemberships.MergeMetadata(t.Context(), id, clerk.Metadata{Public: []byte(`{"theirs":1}`)}); err != nil {
							t.Error(err)
						}
					}
				}
				return l.RoundTrip(r)
			})
		})
		got, err := c.OrganizationMemberships.ReplaceMetadata(t.Context(), id, clerk.Metadata{Public: []byte(`{"ours":1}`)})
		if err != nil || string(got.PublicMetadata) != `{"ours":1}` || merges != 2 {
			t.Errorf("%s after %d requests (%v)", got.PublicMetadata, merges, err)
		}
		if err := l.Spell("public_metadata", "otherwise"); err != nil {
			t.Fatal(err)
		}
		merges = 1
		if _, err := c.OrganizationMemberships.ReplaceMetadata(t.Context(), id, clerk.Metadata{Public: []byte(`{"ours":"x"}`)}); err != nil || merges != 2 {
			t.Errorf("%d requests (%v)", merges-1, err)
		}
	}, func(o *clerksim.Options) { o.Users = 1 })
}

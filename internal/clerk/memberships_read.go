package clerk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// split returns the ids of the organization and of the user.
func (m *OrganizationMemberships) split(id string) (organization, user string) {
	organization, user, _ = strings.Cut(id, "/")
	return organization, user
}

// named returns a membership that has the ids by which it was asked for, which Clerk's answer may leave out.
func (m *OrganizationMemberships) named(id string, object *OrganizationMembership) *OrganizationMembership {
	if _, user := m.split(id); object.User.UserID == "" {
		object.User.UserID = user
	}
	return object
}

// members is GET /organizations/{organization_id}/memberships of some users, at most BatchSize.
func (m *OrganizationMemberships) members(ctx context.Context, organization string, users []string) ([]OrganizationMembership, time.Time, error) {
	var now time.Time
	query := url.Values{"user_id": users, "limit": {strconv.Itoa(rest.BatchSize)}}
	out, err := rest.One[rest.Page[OrganizationMembership]](ctx, m.transport(), rest.Call{
		Method: http.MethodGet, Path: []string{"organizations", organization, "memberships"}, Query: query, Date: &now,
	})
	if err != nil {
		return nil, now, err
	}
	return out.Data, now, nil
}

// find returns the membership of a user, if there is one, and the server's time.
func (m *OrganizationMemberships) find(ctx context.Context, organization, user string) ([]OrganizationMembership, time.Time, error) {
	id := organization + "/" + user
	if _, err := rest.JoinPath(m.path(id)...); err != nil {
		return nil, time.Time{}, err // without a user, the list would be that of all
	}
	asked := user
	if !plainID.MatchString(user) {
		asked = "+" + user // the API takes a + or - before an id as an operator
	}
	found, now, err := m.members(ctx, organization, []string{asked})
	for i := range found {
		if is := m.idOf(m.named(id, &found[i])); is != id {
			return nil, now, rest.WithReason(rest.Unreadable, fmt.Errorf("GET /%s: the answer is about another object: it has the id %q", strings.Join(m.path(id), "/"), is))
		}
	}
	return found, now, err
}

// look looks for a membership in the list of its organization. It returns nil if that does not show it, or is gone.
func (m *OrganizationMemberships) look(ctx context.Context, id string) (*OrganizationMembership, error) {
	organization, user := m.split(id)
	found, _, err := m.find(ctx, organization, user)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// byOrganization returns the users of the ids, by organization.
func (m *OrganizationMemberships) byOrganization(ids []string) map[string][]string {
	out := map[string][]string{}
	for _, id := range ids {
		organization, user := m.split(id)
		out[organization] = append(out[organization], user)
	}
	return out
}

// batchCost is the number of requests of a batch: one for each organization, since only the list of one can be filtered.
func (m *OrganizationMemberships) batchCost(ids []string) int { return len(m.byOrganization(ids)) }

// batch reads several memberships. Those of an organization whose list Clerk refuses are left out.
func (m *OrganizationMemberships) batch(ctx context.Context, ids []string) (map[string]OrganizationMembership, error) {
	out := map[string]OrganizationMembership{}
	var mu sync.Mutex
	var all errgroup.Group
	for organization, users := range m.byOrganization(ids) {
		all.Go(func() error {
			found, _, err := m.members(ctx, organization, users)
			if e, ok := rest.AsError(err); ok && e.Status >= 400 && e.Status < 500 {
				return nil // look reports it
			}
			mu.Lock()
			defer mu.Unlock()
			for i := range found {
				out[m.idOf(&found[i])] = found[i]
			}
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

// checkMembership returns an error if a membership is not one of the organization, or of the user, that the path names. Its own id is
// in no path.
func checkMembership(path []string, body []byte) error {
	var answer struct {
		Organization struct {
			ID string `json:"id"`
		} `json:"organization"`
		User struct {
			ID string `json:"user_id"` // Clerk may leave it out
		} `json:"public_user_data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	if answer.Organization.ID == path[1] && (answer.User.ID == "" || answer.User.ID == path[3]) {
		return nil
	}
	return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is about another object: the user %q in the organization %q, and not /%s",
		answer.User.ID, answer.Organization.ID, strings.Join(path, "/")))
}

package tf

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// MemberNames are how a person would name a user and an organization, by what can be read of
// them: "ada@example.com" and "Acme". What cannot is named by its id.
func MemberNames(ctx context.Context, c *clerk.Client, user, organization string) (userName, organizationName string) {
	if u, err := c.Users.Get(ctx, user); err == nil {
		user = cmp.Or(u.PrimaryEmailAddress(), String(u.Username).ValueString(), u.PrimaryPhoneNumber(), user)
	}
	if o, err := c.Organizations.Get(ctx, organization); err == nil {
		organization = cmp.Or(o.Name, organization)
	}
	return user, organization
}

// AtMember says what a refusal is about of a request that names a user, as user_id, and an
// organization of theirs: the organization if the user is not a member of it, and otherwise
// what does not exist.
func AtMember(ctx context.Context, c *clerk.Client, err error, user types.String, attribute string, organization types.String) error {
	answer, refused := rest.AsError(err)
	if organization.IsNull() || !refused || answer.Status >= http.StatusInternalServerError || answer.Status == http.StatusTooManyRequests {
		return Absent(err, "user_id", attribute, organization)
	}
	userID, organizationID := user.ValueString(), organization.ValueString()
	members, unread := rest.Collect(c.OrganizationMemberships.List(ctx, clerk.MembershipFilter{OrganizationID: organizationID, Users: clerk.UserFilter{UserIDs: []string{"+" + userID}}}))
	_, unknown := c.Users.Get(ctx, userID)
	switch {
	case unknown == nil && rest.IsNotFound(unread):
		return At(attribute, err)
	case unknown != nil, unread != nil, len(members) > 0:
		return Absent(err, "user_id", attribute, organization)
	}
	userName, organizationName := MemberNames(ctx, c, userID, organizationID)
	return At(attribute, Hint(fmt.Sprintf("The user %s is not a member of the organization %s. Give the user a clerk_organization_membership, and take the organization's id from there, so that the membership is there first; "+
		"or take the id of an organization that the user is a member of: the data source clerk_user_organization_memberships has them.", userName, organizationName), err))
}

// Counted is how many there are of something, and who: "2 members have it: ada@example.com in Acme, grace@example.com in Acme".
func Counted(n clerk.Named, one, many string) string {
	text := many
	if n.Count == 1 {
		text = one
	}
	text = fmt.Sprintf("%d %s: %s", n.Count, text, strings.Join(n.Names, ", "))
	if n.More {
		text = "At least " + text
	}
	if others := n.Count - len(n.Names); others > 0 {
		text += fmt.Sprintf(" and %d more", others)
	}
	return text
}

package organizationmembership

import (
	"context"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// create makes a member of the user. A membership that this run was to delete, and that
// Clerk kept, is set as the plan has it.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationMembership, error) {
	public, private := tf.CreatedMetadata(in.Config.Metadata, in.Plan.Metadata)
	if takeUp(c, in.Plan) {
		return change(ctx, c, in.Plan, in.Plan.Role, clerk.Metadata{Public: public, Private: private})
	}
	made, err := c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{
		OrganizationID: in.Plan.OrganizationID.ValueString(), UserID: in.Plan.UserID.ValueString(), Role: in.Plan.Role.ValueString(),
		PublicMetadata: public, PrivateMetadata: private,
	})
	if err == nil {
		deleteKept(ctx, c, in)
	}
	return made, err
}

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationMembership, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	role := types.StringNull()
	if tf.Changed(in.Config.Role, in.Plan.Role, in.State.Role) {
		role = in.Plan.Role
	}
	changed, err := change(ctx, c, in.State, role, tf.ChangedMetadata(in.Config.Metadata, in.Plan.Metadata, in.State.Metadata))
	if err == nil && !role.IsNull() {
		deleteKept(ctx, c, in)
	}
	return changed, err
}

// change changes the role, unless it is null, and the metadata that is given. Beside an
// error it returns the membership as far as it got.
func change(ctx context.Context, c *clerk.Client, m model, role types.String, metadata clerk.Metadata) (*clerk.OrganizationMembership, error) {
	changed, err := tf.InTurn(ctx, nil,
		func(ctx context.Context) (*clerk.OrganizationMembership, error) {
			if role.IsNull() {
				return nil, nil //nolint:nilnil // as InTurn wants it
			}
			return c.OrganizationMemberships.UpdateRole(ctx, m.key(), role.ValueString())
		},
		func(ctx context.Context) (*clerk.OrganizationMembership, error) {
			if metadata.IsZero() {
				return nil, nil //nolint:nilnil // as InTurn wants it
			}
			return c.OrganizationMemberships.ReplaceMetadata(ctx, m.key(), metadata)
		},
	)
	if changed == nil && err == nil {
		return c.OrganizationMemberships.Get(ctx, m.key())
	}
	return changed, err
}

// whoIsAMember says what to do about a membership that is there already.
func whoIsAMember(_ model, block string) string {
	return "If no resource manages the membership yet, import it in place of creating another, with the name of this resource:\n\n" + block +
		"\n\nThe user whom created_by of a clerk_organization names becomes a member by that: import the membership, or leave created_by out of a new organization. " +
		"A resource of this configuration that gives the membership up may do so in the same apply; one that is replaced can only be destroyed first: take create_before_destroy out of it."
}

// blame puts a refusal on the argument that it is about, which Clerk's answer may not name,
// and says who the member is.
func blame(ctx context.Context, c *clerk.Client, m model, err error) error {
	answer, refused := rest.AsError(err)
	if !refused || answer.Status >= http.StatusInternalServerError || len(answer.Items) == 0 {
		return err
	}
	item := answer.Items[0]
	switch mentions := func(v types.String) bool { return strings.Contains(item.Text(), v.ValueString()) }; {
	case item.ParamName == "role", answer.Status == http.StatusNotFound && mentions(m.Role):
		err = tf.AtRole(m.Role.ValueString(), err)
	case answer.Status != http.StatusNotFound:
	case mentions(m.UserID):
		err = tf.At("user_id", err)
	case mentions(m.OrganizationID):
		err = tf.At("organization_id", err)
	}
	return tf.Named(who(ctx, c, m), err)
}

// who is how a person would name the membership: "ada@example.com in Acme".
func who(ctx context.Context, c *clerk.Client, m model) string {
	user, organization := tf.MemberNames(ctx, c, m.UserID.ValueString(), m.OrganizationID.ValueString())
	return user + " in " + organization
}

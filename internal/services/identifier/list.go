package identifier

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// QuerySchema is the schema of a query of either kind.
func (k Kind) QuerySchema() *schema.Schema {
	return &schema.Schema{
		MarkdownDescription: fmt.Sprintf("The %s of one user, or of all users of the instance. What `clerk_user` lists as well needs no resource of its own.", tf.Plural(k.Noun)),
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Id of the user, `user_…`. Without it, those of all users are listed.",
				Validators:          []validator.String{attr.PathSegment()},
			},
		},
	}
}

// List yields the addresses of the user, or else those of all users, page by page.
func (k Kind) List(ctx context.Context, c *clerk.Client, userID string) iter.Seq2[Address, error] {
	return func(yield func(Address, error) bool) {
		users := c.Users.List(ctx, clerk.UserFilter{})
		if userID != "" {
			users = func(yield func(clerk.User, error) bool) {
				user, err := c.Users.Get(ctx, userID)
				if err != nil {
					yield(clerk.User{}, tf.At("user_id", err))
					return
				}
				yield(*user, nil)
			}
		}
		for user, err := range users {
			if err != nil {
				yield(Address{}, err)
				return
			}
			for _, a := range k.of(&user) {
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

// Written is what a person would have written of a model: what begins as false
// goes without saying.
func (m Model) Written() Model {
	m.Verified = tf.OmitDefaultBool(false, m.Verified)
	m.Primary = tf.OmitDefaultBool(false, m.Primary)
	return m
}

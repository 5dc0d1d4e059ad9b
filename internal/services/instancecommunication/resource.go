// Package instancecommunication models to which countries Clerk sends no text messages.
package instancecommunication

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_communication.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_communication.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_communication.
func NewDataSource() datasource.DataSource { return group.NewDataSource() }

type model struct {
	ID                  types.String `tfsdk:"id"`
	BlockedCountryCodes types.Set    `tfsdk:"blocked_country_codes"`
}

const maxBlocked = 250

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

var group = &settings.Group[model, clerk.InstanceCommunication]{
	Type: "instance_communication", Noun: "communication settings",
	Description: "To which countries Clerk sends no text messages.",
	Attributes: map[string]schema.Attribute{
		"blocked_country_codes": attr.Set("The countries to which Clerk sends no text messages, all of them: what is not listed is unblocked. Codes of ISO 3166-1 in capitals, such as `DE`, at most 250. "+
			"Clerk drops codes that it does not know without a word; the apply is then an error that names them.",
			setvalidator.SizeAtMost(maxBlocked),
			setvalidator.ValueStringsAre(attr.NewCheck("the code of a country", func(s string) string {
				if !countryCode.MatchString(s) {
					return fmt.Sprintf("%q is not the code of a country in ISO 3166-1: two capital letters, such as DE.", s)
				}
				return ""
			}))),
	},
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(_ model, s *clerk.InstanceCommunication) model {
		return model{BlockedCountryCodes: tf.StringSet(s.BlockedCountryCodes)}
	},
	Read: func(ctx context.Context, c *clerk.Client) (*clerk.InstanceCommunication, error) {
		return c.Communication.Get(ctx)
	},
	Write: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.InstanceCommunication, error) {
		return c.Communication.Update(ctx, clerk.UpdateInstanceCommunicationParams{
			BlockedCountryCodes: tf.ChangedSet(in.Config.BlockedCountryCodes, in.Plan.BlockedCountryCodes, in.State.BlockedCountryCodes),
		})
	},
}

package machine

import (
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewDataSource is the data source clerk_machine.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_machines.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is a machine as the data sources show it.
type record struct {
	model
	ScopedMachineIDs types.Set    `tfsdk:"scoped_machine_ids"`
	CreatedAt        types.String `tfsdk:"created_at"`
	UpdatedAt        types.String `tfsdk:"updated_at"`
}

func newRecord(m *clerk.Machine) record {
	var ids []string
	for _, other := range m.ScopedMachines {
		ids = append(ids, other.ID)
	}
	return record{newModel(m), tf.StringSet(ids), tf.Time(m.CreatedAt), tf.Time(m.UpdatedAt)}
}

var recordAttributes = map[string]schema.Attribute{
	"id":                 tf.Shown("Id of the machine, `mch_…`."),
	"name":               tf.Shown("Name of the machine."),
	"default_token_ttl":  tf.ShownNumber("How long its tokens are valid unless they are asked for with another lifetime, in seconds."),
	"scoped_machine_ids": tf.ShownSet(types.StringType, "Ids of the machines that it has access to."),
	"created_at":         tf.Shown("When it was created, RFC 3339."),
	"updated_at":         tf.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "machine",
	Schema: schema.Schema{
		MarkdownDescription: "A machine, by its id or its name. One that does not exist is an error, and so are several of the name.",
		Attributes: tf.With(recordAttributes, map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Id of the machine, `mch_…`. Exactly one of `id` and `name` is given.",
				Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")), tf.PathSegment()},
			},
			"name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name of the machine, in upper and lower case as Clerk has it.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		}),
	},
	Doing: func(record) string { return "read the machine" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		m, err := find(ctx, c, config)
		if err == nil {
			err = tf.Whole(m)
		}
		if err != nil {
			return config, err
		}
		return newRecord(m), nil
	},
}

func find(ctx context.Context, c *clerk.Client, config record) (*clerk.Machine, error) {
	if id := config.ID.ValueString(); id != "" {
		m, err := c.Machines.Get(ctx, id)
		return m, tf.At("id", err)
	}
	m, err := c.Machines.Find(ctx, config.Name.ValueString())
	if errors.Is(err, clerk.ErrNoMachine) {
		err = tf.Hint("Check the name, upper and lower case too, and that the provider's key is of the right instance. Refer to a clerk_machine of this configuration by its attributes, so that it is created first.", err)
	}
	return m, tf.At("name", err)
}

var all = tf.ListOf[record, clerk.Machine]{
	Type: "machines", Items: "machines", Noun: "machines",
	Description:      "Machines of the instance, all of them or those that match. Their secret keys are not among what is read.",
	ItemsDescription: "The machines.",
	CountDescription: "How many machines `machines` has.",
	Arguments:        tf.With(filters.Attributes(), map[string]schema.Attribute{"limit": tf.LimitArgument("machines")}),
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Machine, error] {
		return tf.Limited(search(ctx, c, q), q)
	},
	Record: newRecord,
}

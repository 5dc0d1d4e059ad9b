package machine

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
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
	"id":                 attr.Shown("Id of the machine, `mch_…`."),
	"name":               attr.Shown("Name of the machine."),
	"default_token_ttl":  attr.ShownNumber("How long its tokens are valid unless they are asked for with another lifetime, in seconds."),
	"scoped_machine_ids": attr.ShownSet(types.StringType, "Ids of the machines that it has access to."),
	"created_at":         attr.Shown("When it was created, RFC 3339."),
	"updated_at":         attr.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "machine",
	Schema: schema.Schema{
		MarkdownDescription: "A machine, by its id or its name. One that does not exist is an error, and so are several of the name.",
		Attributes:          attr.With(recordAttributes, byName.Attributes()),
	},
	Doing: func(record) string { return "read the machine" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		m, err := byName.Look(ctx, c, config.ID, config.Name)
		if err != nil {
			return config, err
		}
		return newRecord(m), nil
	},
}

var byName = tf.ByName[clerk.Machine]{
	Noun: noun, Prefix: prefix, Type: "machine", None: clerk.ErrNoMachine,
	Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Machine, error) {
		return c.Machines.Get(ctx, id)
	},
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.Machine, error) {
		return c.Machines.Find(ctx, name)
	},
}

var all = tf.ListOf[record, clerk.Machine]{
	Type: "machines", Items: "machines", Noun: "machines",
	Description:      "Machines of the instance, all of them or those that match. Their secret keys are not among what is read.",
	ItemsDescription: "The machines.",
	CountDescription: "How many machines `machines` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("machines")}),
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Machine, error] {
		return tf.Limited(search(ctx, c, q), q)
	},
	Record: newRecord,
}

package tf

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// DataSource is a data source. M is its model: what the configuration says, and what is
// read.
type DataSource[M any] struct {
	Type   string // without the provider's name: "session"
	Schema schema.Schema
	// Doing is what a read does, for messages: "read the session".
	Doing func(config M) string
	// Read reads what the configuration asks for.
	Read func(ctx context.Context, c *clerk.Client, config M) (M, error)
	// Locate finds the argument of one of Clerk's fields. Optional: it finds none.
	Locate func(param string) (path.Path, bool)
}

// DataSource is the data source.
func (d *DataSource[M]) DataSource() datasource.DataSource { return &dataSource[M]{DataSource: d} }

type dataSource[M any] struct {
	*DataSource[M]
	client *clerk.Client
}

var _ datasource.DataSourceWithConfigure = (*dataSource[any])(nil)

func (d *dataSource[M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Type
}

func (d *dataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.DataSource.Schema
}

func (d *dataSource[M]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = Client(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource[M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m, err := d.DataSource.Read(ctx, d.client, config)
	if err != nil {
		Report(&resp.Diagnostics, "Could not "+d.Doing(config), err, d.Locate)
		return
	}
	resp.Diagnostics.Append(Set(ctx, &resp.State, m)...)
}

// ListOf is a data source of all objects of a kind, or of those that its arguments
// choose. T is the client's type, and R the model of an item.
type ListOf[R, T any] struct {
	Type  string // without the provider's name: "user_organization_memberships"
	Items string // the attribute that has the items, Clerk's plural: "organization_memberships"
	Noun  string // plural, for messages: "organization memberships"
	// Description is that of the data source, and ItemsDescription and CountDescription
	// those of the items and of their number.
	Description, ItemsDescription, CountDescription string
	// Arguments choose among the objects. Optional. Clerk's fields have their names, or
	// the singular where they take several values.
	Arguments map[string]schema.Attribute
	// Item are the attributes of an item.
	Item map[string]schema.Attribute
	// All are the objects.
	All func(ctx context.Context, c *clerk.Client, q Query) iter.Seq2[T, error]
	// Record reads an object.
	Record func(*T) R
	// Private is the private metadata of an object, by its id. It is shown where the
	// argument include_private_metadata asks for it, in a map of its own. Optional.
	Private func(*T) (id string, metadata json.RawMessage)
	// Whose says in messages whose the objects are: `user "user_2abc"`. Optional.
	Whose func(q Query) string
}

// DataSource is the data source.
func (l *ListOf[R, T]) DataSource() datasource.DataSource { return &listOf[R, T]{ListOf: l} }

type listOf[R, T any] struct {
	*ListOf[R, T]
	client *clerk.Client
}

var _ datasource.DataSourceWithConfigure = (*listOf[any, any])(nil)

func (l *listOf[R, T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.Type
}

func (l *listOf[R, T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	a := attr.With(l.Arguments, map[string]schema.Attribute{
		l.Items: schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: l.ItemsDescription, NestedObject: schema.NestedAttributeObject{Attributes: l.Item},
		},
		"total_count": schema.Int64Attribute{Computed: true, MarkdownDescription: l.CountDescription},
	})
	if l.Private != nil {
		a[includePrivateMetadata], a["private_metadata"] = attr.IncludePrivateMetadata(), attr.ShownPrivateMetadataByID()
	}
	resp.Schema = schema.Schema{MarkdownDescription: l.Description, Attributes: a}
}

func (l *listOf[R, T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	l.client = Client(req.ProviderData, &resp.Diagnostics)
}

func (l *listOf[R, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	q, items := newQuery(req.Config.Raw), []R{}
	private := map[string]tftypes.Value{}
	for object, err := range l.All(ctx, l.client, q) {
		if err == nil {
			err = Whole(&object)
		}
		if err != nil {
			summary := "Could not list the " + l.Noun
			if l.Whose != nil {
				summary += " of " + l.Whose(q)
			}
			Report(&resp.Diagnostics, summary, err, locate(l.Arguments))
			return
		}
		items = append(items, l.Record(&object))
		if l.Private != nil {
			id, metadata := l.Private(&object)
			private[id] = tftypes.NewValue(tftypes.String, JSON(metadata).ValueString())
		}
	}
	if q.Bool(includePrivateMetadata) {
		q["private_metadata"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, private)
	}
	q["total_count"] = tftypes.NewValue(tftypes.Number, len(items))
	list, ok := encode(ctx, reflect.ValueOf(items), q[l.Items].Type())
	if ok {
		q[l.Items] = list
	}
	resp.State.Raw = tftypes.NewValue(req.Config.Raw.Type(), map[string]tftypes.Value(q))
	if !ok { // the framework says what is wrong with them
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(l.Items), items)...)
	}
}

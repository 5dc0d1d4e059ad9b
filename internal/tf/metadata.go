package tf

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// MaxMetadata is the most that Clerk stores in one metadata field, in bytes.
const MaxMetadata = 8 << 10

// Metadata is the public and the private metadata of an object that owns these fields
// whole. A model embeds it.
type Metadata struct {
	PublicMetadata           types.String `tfsdk:"public_metadata"`
	PrivateMetadata          types.String `tfsdk:"private_metadata"`
	PrivateMetadataWO        types.String `tfsdk:"private_metadata_wo"`
	PrivateMetadataWOVersion types.Int64  `tfsdk:"private_metadata_wo_version"`
}

// MetadataAttributes are the attributes of Metadata; noun is "user", say, and public says
// who can read public metadata.
func MetadataAttributes(noun, public string) map[string]schema.Attribute {
	private := MetadataArgument("Metadata that only the backend sees. It is stored in the state and in plans, marked sensitive, if the configuration mentions it or the " + noun + " was imported; " +
		"otherwise it is neither read nor stored. Once mentioned it stays stored, also when the argument is omitted, until `private_metadata_wo` takes over. With `private_metadata_wo`, which is never stored, it leaves the state")
	private.Sensitive = true
	private.Validators = append(private.Validators, stringvalidator.ConflictsWith(path.MatchRoot("private_metadata_wo")))
	private.PlanModifiers = append(private.PlanModifiers, forgetFor{path.Root("private_metadata_wo")})
	return map[string]schema.Attribute{
		"public_metadata":             MetadataArgument("Metadata that the backend writes and " + public + " can read"),
		"private_metadata":            private,
		"private_metadata_wo":         SecretArgument("Write-only twin of `private_metadata`: stored in no plan or state, and so not compared", "private_metadata_wo_version", metadataObject()),
		"private_metadata_wo_version": VersionArgument("private_metadata_wo"),
	}
}

// MetadataArgument is an argument that is a metadata field, owned whole.
func MetadataArgument(description string) schema.StringAttribute {
	a := TextArgument(description+". A JSON object of at most 8 KB, best written with `jsonencode`; it replaces the whole field, and is compared by value.", metadataObject())
	a.PlanModifiers = append([]planmodifier.String{KeepEqual(SameJSON)}, a.PlanModifiers...)
	return UntoldArgument(a)
}

func metadataObject() Check {
	return JSONObject(MaxMetadata, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }); jsonencode({}) clears it.")
}

// ReadMetadata reads metadata. Private metadata is read only if the prior state has it, or
// the object was imported: what an application stores there is no business of the state's.
func ReadMetadata(prior Metadata, imported bool, public, private json.RawMessage) Metadata {
	m := Metadata{
		PublicMetadata:           PreferPrior(prior.PublicMetadata, JSON(public), SameJSON),
		PrivateMetadataWOVersion: prior.PrivateMetadataWOVersion,
	}
	if (imported || known(prior.PrivateMetadata)) && private != nil {
		m.PrivateMetadata = PreferPrior(prior.PrivateMetadata, JSON(private), SameJSON)
	}
	return m
}

// CreatedMetadata is what a create sends, where it is not nil.
func CreatedMetadata(config, plan Metadata) (public, private json.RawMessage) {
	if wo := config.PrivateMetadataWO; !wo.IsNull() {
		return RawJSON(plan.PublicMetadata), RawJSON(wo)
	}
	return RawJSON(plan.PublicMetadata), RawJSON(plan.PrivateMetadata)
}

// ChangedMetadata is what an update sends, each field where it has changed.
func ChangedMetadata(config, plan, state Metadata) (m clerk.Metadata) {
	if Changed(config.PublicMetadata, plan.PublicMetadata, state.PublicMetadata) {
		m.Public = RawJSON(plan.PublicMetadata)
	}
	if Changed(config.PrivateMetadata, plan.PrivateMetadata, state.PrivateMetadata) {
		m.Private = RawJSON(plan.PrivateMetadata)
	}
	if Changed(config.PrivateMetadataWOVersion, plan.PrivateMetadataWOVersion, state.PrivateMetadataWOVersion) {
		m.Private = RawJSON(config.PrivateMetadataWO)
	}
	return m
}

// RawJSON is a JSON object as it is sent; nil if there is none.
func RawJSON(v types.String) json.RawMessage {
	if v.ValueString() == "" {
		return nil
	}
	return json.RawMessage(v.ValueString())
}

// IncludePrivateMetadata is the argument of a data source that asks for private metadata.
func IncludePrivateMetadata() dataschema.BoolAttribute {
	return dataschema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether to read `private_metadata`, which is then stored in the state, marked sensitive. Off by default.",
	}
}

// ListPrivateMetadata is the argument of a list resource that asks for private metadata.
func ListPrivateMetadata(plural string) listschema.BoolAttribute {
	return listschema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether the " + plural + " come with `private_metadata`. Off by default, since `terraform query -json` with `include_resource` prints it as it is. " +
			"An import reads it either way, and generated configuration never has it.",
	}
}

// Listed is what a query shows of metadata.
func (m Metadata) Listed(q Query) Metadata {
	if !q.Bool(includePrivateMetadata) {
		m.PrivateMetadata = types.StringNull()
	}
	return m
}

const includePrivateMetadata = "include_private_metadata"

// ShownPrivateMetadata is the private metadata that a data source shows.
func ShownPrivateMetadata() dataschema.StringAttribute {
	return dataschema.StringAttribute{
		Computed: true, Sensitive: true,
		MarkdownDescription: "Metadata that only the backend sees, a JSON object; read it with `jsondecode`. Null unless `include_private_metadata` asks for it.",
	}
}

// ShownPrivateMetadataByID is the private metadata that a data source of many objects shows,
// by id. It is a map of its own: Terraform's time grows with the square of the
// number of sensitive values in a list, and ten thousand take it longer than ten minutes.
func ShownPrivateMetadataByID() dataschema.MapAttribute {
	return dataschema.MapAttribute{
		Computed: true, Sensitive: true, ElementType: types.StringType,
		MarkdownDescription: "Metadata that only the backend sees, by id, each a JSON object; read it with `jsondecode`. Null unless `include_private_metadata` asks for it.",
	}
}

package attr

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// MaxMetadata is the most that Clerk stores in one metadata field, in bytes.
const MaxMetadata = 8 << 10

// Metadata are the attributes of a tf.Metadata; noun is "user", say, and public says
// who can read public metadata.
func Metadata(noun, public string) map[string]schema.Attribute {
	private := MetadataField("Metadata that only the backend sees. It is stored in the state and in plans, marked sensitive, if the configuration mentions it or the " + noun + " was imported; " +
		"otherwise it is neither read nor stored. Once mentioned it stays stored, also when the argument is omitted, until `private_metadata_wo` takes over. With `private_metadata_wo`, which is never stored, it leaves the state")
	private.Sensitive = true
	private.Validators = append(private.Validators, stringvalidator.ConflictsWith(path.MatchRoot("private_metadata_wo")))
	private.PlanModifiers = append(private.PlanModifiers, forgetFor{path.Root("private_metadata_wo")})
	return map[string]schema.Attribute{
		"public_metadata":             MetadataField("Metadata that the backend writes and " + public + " can read"),
		"private_metadata":            private,
		"private_metadata_wo":         Secret("Write-only twin of `private_metadata`: stored in no plan or state, and so not compared", "private_metadata_wo_version", metadataObject()),
		"private_metadata_wo_version": Version("private_metadata_wo"),
	}
}

// MetadataField is an argument that is a metadata field, owned whole.
func MetadataField(description string) schema.StringAttribute {
	a := Text(description+". A JSON object of at most 8 KB, best written with `jsonencode`; it replaces the whole field, and is compared by value.", metadataObject())
	a.PlanModifiers = append([]planmodifier.String{KeepEqual(SameJSON)}, a.PlanModifiers...)
	return Untold(a)
}

func metadataObject() Check {
	return JSONObject(MaxMetadata, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }); jsonencode({}) clears it.")
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

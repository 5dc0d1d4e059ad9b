package tf

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Metadata is the public and the private metadata of an object that owns these fields
// whole. A model embeds it.
type Metadata struct {
	PublicMetadata           types.String `tfsdk:"public_metadata"`
	PrivateMetadata          types.String `tfsdk:"private_metadata"`
	PrivateMetadataWO        types.String `tfsdk:"private_metadata_wo"`
	PrivateMetadataWOVersion types.Int64  `tfsdk:"private_metadata_wo_version"`
}

// ReadMetadata reads metadata. Private metadata is read only if the prior state has it, or
// the object was imported: what an application stores there is no business of the state's.
func ReadMetadata(prior Metadata, imported bool, public, private json.RawMessage) Metadata {
	m := Metadata{
		PublicMetadata:           PreferPrior(prior.PublicMetadata, JSON(public), attr.SameJSON),
		PrivateMetadataWOVersion: prior.PrivateMetadataWOVersion,
	}
	if (imported || attr.Known(prior.PrivateMetadata)) && private != nil {
		m.PrivateMetadata = PreferPrior(prior.PrivateMetadata, JSON(private), attr.SameJSON)
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

// Listed is what a query shows of metadata.
func (m Metadata) Listed(q Query) Metadata {
	if !q.Bool(includePrivateMetadata) {
		m.PrivateMetadata = types.StringNull()
	}
	return m
}

const includePrivateMetadata = "include_private_metadata"

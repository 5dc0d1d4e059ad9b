package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Pages are the pages of all types in the documentation, as paths below docs/ such
// as "resources/user.md", and the section that each stands in.
func Pages(ctx context.Context) map[string]string {
	pages := map[string]string{}
	for _, s := range sections {
		add := func(kind, name string) { pages[kind+"/"+strings.TrimPrefix(name, "_")+".md"] = s.name }
		for _, create := range s.resources {
			var m resource.MetadataResponse
			create().Metadata(ctx, resource.MetadataRequest{}, &m)
			add("resources", m.TypeName)
		}
		for _, create := range s.dataSources {
			var m datasource.MetadataResponse
			create().Metadata(ctx, datasource.MetadataRequest{}, &m)
			add("data-sources", m.TypeName)
		}
		for _, create := range s.lists {
			var m resource.MetadataResponse
			create().Metadata(ctx, resource.MetadataRequest{}, &m)
			add("list-resources", m.TypeName)
		}
		for _, create := range s.ephemerals {
			var m ephemeral.MetadataResponse
			create().Metadata(ctx, ephemeral.MetadataRequest{}, &m)
			add("ephemeral-resources", m.TypeName)
		}
		for _, create := range s.actions {
			var m action.MetadataResponse
			create().Metadata(ctx, action.MetadataRequest{}, &m)
			add("actions", m.TypeName)
		}
		for _, create := range s.functions {
			var m function.MetadataResponse
			create().Metadata(ctx, function.MetadataRequest{}, &m)
			add("functions", m.Name)
		}
	}
	return pages
}

// Sections are the sections of the resource types: "Users" of "clerk_user".
func Sections(ctx context.Context) map[string]string {
	types := map[string]string{}
	for page, section := range Pages(ctx) {
		if name, isResource := strings.CutPrefix(page, "resources/"); isResource {
			types["clerk_"+strings.TrimSuffix(name, ".md")] = section
		}
	}
	return types
}

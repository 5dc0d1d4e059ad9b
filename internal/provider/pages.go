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
	ofResource := func(m *resource.MetadataResponse) string { return m.TypeName }
	for _, s := range sections {
		add := func(folder string, names []string) {
			for _, name := range names {
				pages[folder+"/"+strings.TrimPrefix(name, "_")+".md"] = s.name
			}
		}
		add("resources", names(ctx, s.resources, ofResource))
		add("data-sources", names(ctx, s.dataSources, func(m *datasource.MetadataResponse) string { return m.TypeName }))
		add("list-resources", names(ctx, s.lists, ofResource))
		add("ephemeral-resources", names(ctx, s.ephemerals, func(m *ephemeral.MetadataResponse) string { return m.TypeName }))
		add("actions", names(ctx, s.actions, func(m *action.MetadataResponse) string { return m.TypeName }))
		add("functions", names(ctx, s.functions, func(m *function.MetadataResponse) string { return m.Name }))
	}
	return pages
}

// SectionNames are the names of the sections of Clerk, in the order of the register.
func SectionNames() (all []string) {
	for _, s := range sections {
		all = append(all, s.name)
	}
	return all
}

// names are the names of types of one kind. Each kind has a request and a response of
// its own for them, and name finds the name in the response.
func names[T interface {
	Metadata(context.Context, Request, *Response)
}, Request, Response any](ctx context.Context, types []func() T, name func(*Response) string) (all []string) {
	for _, create := range types {
		var request Request
		var response Response
		create().Metadata(ctx, request, &response)
		all = append(all, name(&response))
	}
	return all
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

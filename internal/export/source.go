package export

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// source is the provider, asked as Terraform asks it.
type source struct {
	tfprotov6.ProviderServer
	lists      tfprotov6.ListResourceServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
	types      []string // that can be exported, sorted

	mu       sync.Mutex // guards warnings
	warnings []string   // what the provider warned of, each once
}

// object is one object of Clerk's, and the configuration that a person would have
// written for it.
type object struct {
	typ, id, importID, display string
	config                     map[string]tftypes.Value
	everywhere                 bool // every instance has it
}

// open asks the provider what it has, which takes no key and no network.
func open(ctx context.Context, server tfprotov6.ProviderServer) (*source, error) {
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, errors.New("the provider lists nothing. This is a bug in the provider; please report it")
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	s := &source{ProviderServer: server, lists: lists, schemas: schemas, identities: identities.IdentitySchemas}
	s.types = slices.Sorted(maps.Keys(schemas.ListResourceSchemas))
	return s, s.problem(append(schemas.Diagnostics, identities.Diagnostics...))
}

// configure gives the provider an empty block: it takes its key and address from
// the environment.
func (s *source) configure(ctx context.Context) error {
	config, err := block(s.schemas.Provider.Block, nil)
	if err != nil {
		return err
	}
	resp, err := s.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "export", Config: config})
	if err != nil {
		return err
	}
	return s.problem(resp.Diagnostics)
}

// list are the objects of a type that the filters leave, in the order in which they
// come.
func (s *source) list(ctx context.Context, typ string, filters []Filter) iter.Seq2[tfprotov6.ListResourceResult, error] {
	return func(yield func(tfprotov6.ListResourceResult, error) bool) {
		config, err := s.query(typ, filters)
		if err != nil {
			yield(tfprotov6.ListResourceResult{}, err)
			return
		}
		stream, err := s.lists.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: typ, Config: config, IncludeResource: true})
		if err != nil {
			yield(tfprotov6.ListResourceResult{}, err)
			return
		}
		for result := range stream.Results {
			if !yield(result, nil) {
				return
			}
		}
	}
}

// object is what Terraform would write for a result. It may be called by several at once.
func (s *source) object(ctx context.Context, typ string, result *tfprotov6.ListResourceResult) (*object, error) {
	if err := s.problem(result.Diagnostics); err != nil {
		return nil, err
	}
	o := &object{typ: typ, display: result.DisplayName}
	identity, err := values(result.Identity.IdentityData, s.identities[typ].ValueType())
	if err != nil {
		return nil, err
	}
	// An id that takes more than the object's own begins with what leads to it,
	// as in user_2abc/idn_2def. What is between two objects has none of its own.
	var parts []string
	for _, attribute := range s.identities[typ].IdentityAttributes {
		if attribute.Name != "id" {
			parts = append(parts, text(identity[attribute.Name]))
		}
	}
	if o.id = text(identity["id"]); o.id != "" {
		parts = append(parts, o.id)
	}
	o.importID = strings.Join(parts, "/")
	resp, err := s.GenerateResourceConfig(ctx, &tfprotov6.GenerateResourceConfigRequest{TypeName: typ, State: result.Resource})
	if err != nil {
		return nil, err
	}
	if err := s.problem(resp.Diagnostics); err != nil {
		return nil, err
	}
	whole := s.schemas.ResourceSchemas[typ].ValueType()
	if o.config, err = values(resp.Config, whole); err != nil || rules[typ].everywhere == nil {
		return o, err
	}
	state, err := values(result.Resource, whole)
	o.everywhere = rules[typ].everywhere(state)
	return o, err
}

// block is a block of this schema with these values, and null for the rest.
func block(schema *tfprotov6.SchemaBlock, given map[string]tftypes.Value) (*tfprotov6.DynamicValue, error) {
	typ, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return nil, errors.New("a schema is no object. This is a bug in the provider; please report it")
	}
	all := map[string]tftypes.Value{}
	for name, attribute := range typ.AttributeTypes {
		all[name] = tftypes.NewValue(attribute, nil)
	}
	maps.Copy(all, given)
	out, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, all))
	return &out, err
}

func values(d *tfprotov6.DynamicValue, typ tftypes.Type) (map[string]tftypes.Value, error) {
	v, err := d.Unmarshal(typ)
	if err != nil {
		return nil, err
	}
	var out map[string]tftypes.Value
	return out, v.As(&out)
}

// problem is the errors among diagnostics, as a person reads them. Warnings are
// kept.
func (s *source) problem(all []*tfprotov6.Diagnostic) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var said []string
	for _, d := range all {
		about := ""
		if name, ok := attribute(d); ok {
			about = fmt.Sprintf(" (%s)", name)
		}
		text := fmt.Sprintf("%s%s\n\n%s", d.Summary, about, d.Detail)
		switch {
		case d.Severity == tfprotov6.DiagnosticSeverityError:
			said = append(said, text)
		case !slices.Contains(s.warnings, text):
			s.warnings = append(s.warnings, text)
		}
	}
	if len(said) == 0 {
		return nil
	}
	return errors.New(strings.Join(said, "\n\n"))
}

// attribute is the argument that a diagnostic is about.
func attribute(d *tfprotov6.Diagnostic) (name string, ok bool) {
	if d.Attribute == nil || len(d.Attribute.Steps()) == 0 {
		return "", false
	}
	step, ok := d.Attribute.Steps()[0].(tftypes.AttributeName)
	return string(step), ok
}

// Package driver drives a provider through the plugin protocol, in process, as
// Terraform's core would, and checks what core checks: that planned values are
// kept, that unknown values become known, that a plan is the same when it is made
// again. There is no CLI between, so thousands of applies take a minute.
package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// TB is what the driver needs of a test: *testing.T and *rapid.T have it.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

// Core stands in for Terraform's core. What a provider must never do fails the
// test; what it may refuse is an error, of type Diagnostics.
type Core struct {
	tb     TB
	serve  func() tfprotov6.ProviderServer
	config cty.Value
	*schemas
}

// schemas are what a provider says that it has.
type schemas struct {
	types      map[string]*Type
	configType cty.Type
}

// Type is a resource type, as far as the protocol tells of it.
type Type struct {
	Name       string
	Attributes map[string]*tfprotov6.SchemaAttribute

	object   cty.Type
	written  cty.Type // the object in a configuration
	identity cty.Type
	query    cty.Type // of a list resource's block; NilType if there is none
	version  int64
}

// New is a core for the provider that serve starts. Each walk has a server of its
// own, as each of Terraform's has a process. The provider block is empty.
func New(tb TB, serve func() tfprotov6.ProviderServer) *Core {
	tb.Helper()
	c := &Core{tb: tb, serve: serve}
	once.Lock()
	defer once.Unlock()
	if once.read == nil {
		once.read = c.read(serve())
	}
	c.schemas = once.read
	return c
}

// once has the schemas of the one provider that a process drives: a property makes
// thousands of cores, and to read the schemas takes longer than most of what they do.
var once struct {
	sync.Mutex
	read *schemas
}

func (c *Core) read(server tfprotov6.ProviderServer) *schemas {
	c.tb.Helper()
	all, err := server.GetProviderSchema(c.tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	identities, err := server.GetResourceIdentitySchemas(c.tb.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	c.must(err)
	out := &schemas{types: map[string]*Type{}, configType: c.ctyType(all.Provider.ValueType())}
	for name, schema := range all.ResourceSchemas {
		t := &Type{Name: name, Attributes: map[string]*tfprotov6.SchemaAttribute{}, object: c.ctyType(schema.ValueType()), version: schema.Version, identity: cty.EmptyObject}
		written := map[string]cty.Type{}
		for _, a := range schema.Block.Attributes {
			t.Attributes[a.Name], written[a.Name] = a, asWritten(a, t.object.AttributeType(a.Name))
		}
		t.written = cty.Object(written)
		if len(schema.Block.BlockTypes) > 0 {
			c.tb.Fatalf("%s has nested blocks, which the driver does not know", name)
		}
		if identity, ok := identities.IdentitySchemas[name]; ok {
			t.identity = c.ctyType(identity.ValueType())
		}
		out.types[name] = t
	}
	for name, schema := range all.ListResourceSchemas {
		if out.types[name] == nil {
			c.tb.Fatalf("the provider lists %s, and has no such resource", name)
		}
		out.types[name].query = c.ctyType(schema.ValueType())
	}
	return out
}

// For is the core with the provider block's arguments. Those that are left out
// are null.
func (c *Core) For(arguments map[string]cty.Value) *Core {
	other := *c
	other.config = fill(c.configType, arguments)
	return &other
}

// Type is the resource type of that name, which must exist.
func (c *Core) Type(name string) *Type {
	c.tb.Helper()
	t, ok := c.types[name]
	if !ok {
		c.tb.Fatalf("the provider has no resource %s", name)
	}
	return t
}

// Types are the resource types, by name.
func (c *Core) Types() map[string]*Type { return c.types }

// IdentityType is the type of the identity.
func (t *Type) IdentityType() cty.Type { return t.identity }

// CanBeListed reports whether the provider has a list resource of the type.
func (t *Type) CanBeListed() bool { return t.query != cty.NilType }

// ListTakes reports whether the list resource has an argument.
func (t *Type) ListTakes(argument string) bool { return t.query.HasAttribute(argument) }

// Object is a configuration of the type: arguments that are left out are null.
func (t *Type) Object(arguments map[string]cty.Value) cty.Value { return fill(t.object, arguments) }

func fill(object cty.Type, values map[string]cty.Value) cty.Value {
	out := map[string]cty.Value{}
	for name, ty := range object.AttributeTypes() {
		out[name] = cty.NullVal(ty)
	}
	for name, v := range values {
		out[name] = v
	}
	return cty.ObjectVal(out)
}

func (c *Core) must(err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatalf("the protocol failed: %v", err)
	}
}

// broke fails the test because the provider did what core does not let it do.
func (c *Core) broke(t *Type, format string, args ...any) {
	c.tb.Helper()
	c.tb.Fatalf("%s broke a rule of Terraform's: %s", t.Name, fmt.Sprintf(format, args...))
}

func (c *Core) ctyType(t tftypes.Type) cty.Type {
	c.tb.Helper()
	b, err := json.Marshal(t)
	c.must(err)
	out, err := ctyjson.UnmarshalType(b)
	c.must(err)
	return out
}

func (c *Core) encode(v cty.Value, ty cty.Type) *tfprotov6.DynamicValue {
	c.tb.Helper()
	b, err := msgpack.Marshal(v, ty)
	c.must(err)
	return &tfprotov6.DynamicValue{MsgPack: b}
}

func (c *Core) decode(d *tfprotov6.DynamicValue, ty cty.Type) cty.Value {
	c.tb.Helper()
	if d == nil {
		return cty.NullVal(ty)
	}
	v, err := msgpack.Unmarshal(d.MsgPack, ty)
	if err != nil {
		c.tb.Fatalf("an answer is not of the type that the schema says: %v", err)
	}
	return v
}

// Diagnostics are what a provider said, errors and warnings.
type Diagnostics []*tfprotov6.Diagnostic

func (d Diagnostics) Error() string {
	var b strings.Builder
	for _, one := range d {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s: %s", one.Severity, one.Summary)
		if one.Attribute != nil {
			fmt.Fprintf(&b, " (%s)", one.Attribute)
		}
		if one.Detail != "" {
			b.WriteString("\n" + one.Detail)
		}
	}
	return b.String()
}

// Errors are those that are errors.
func (d Diagnostics) Errors() Diagnostics {
	var out Diagnostics
	for _, one := range d {
		if one.Severity == tfprotov6.DiagnosticSeverityError {
			out = append(out, one)
		}
	}
	return out
}

// failed is an error if there are any among the diagnostics.
func failed(d []*tfprotov6.Diagnostic) error {
	if errs := Diagnostics(d).Errors(); len(errs) > 0 {
		return Diagnostics(d)
	}
	return nil
}

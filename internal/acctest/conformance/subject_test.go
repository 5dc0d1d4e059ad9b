package conformance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// subject is a resource type, as far as the ladder and the properties have to
// know it. Configurations are the arguments inside its block, in HCL. What is not said
// has a default, which defaults_test.go has: most types say no more than the first
// paragraph.
type subject struct {
	name string
	// path is that of an object in Clerk's API, as operations name it, such as
	// "/jwt_templates/{template_id}". "" where the resource makes no object of its own.
	path string
	// plural is the objects' place in the state of a local Clerk, if that is not the end of
	// the path of all objects.
	plural string
	// once says why a create is not repeated when its answer is lost, though its object may
	// be found again.
	once string
	// keys are the arguments that no two objects may share. The first of them is what
	// terraform import takes as well as the id.
	keys []string
	// unmanaged is an object of the type that nobody may touch: what creates it, in JSON.
	unmanaged string
	// minimal and full are the least and the most that a configuration mentions.
	minimal, full string
	// arguments are those of full, but for those that are fixed.
	arguments map[string]argument
	// patched are fields that Clerk demands in each patch of an object.
	patched []string
	// fixed are computed or write-only attributes and others that are neither
	// changed alone nor drift, each with the reason.
	fixed map[string]string

	// production says that the type has arguments which Clerk changes in production only.
	production bool
	// single says that there is one object in an instance, which is always there.
	single bool
	// nulls are lists of Clerk's of which null says something, and what.
	nulls map[string]string
	// absent are fields of Clerk's whose absence says something, and what.
	absent map[string]string
	// hidden are the attributes that are computed only, of a group of settings.
	hidden []string

	// prepare makes what the resource needs to exist, for the first object or a later
	// one: the values of the variables that a configuration refers to.
	prepare func(w *acctest.World, n nth) map[string]cty.Value
	// unshared is the argument that no two objects of one owner may ask for; "" where
	// objects have none.
	unshared string
	// hides takes arguments out of full, in HCL, that hide what follows from others.
	hides string
	// undates takes arguments out of full, in HCL, with which Clerk does not say when the
	// object was made: a create whose answer is lost is then not found again.
	undates string
	// merges is the write that makes the object and changes it, of a resource that makes
	// no object of its own.
	merges string
	// object is the object as Clerk shows it; nil if it is gone.
	object func(w *acctest.World, state cty.Value) object
	// fields are the arguments that Clerk's object does not have under their names.
	fields map[string]func(object) cty.Value
	// agrees reports whether Clerk holds what an argument asks for. Nil is: the
	// same value, however it is spelled.
	agrees map[string]func(held, asked cty.Value) bool
	// delete deletes the object outside Terraform; nil is DELETE of its path.
	delete func(w *acctest.World, id string) error
	// remains says why the object cannot be deleted outside Terraform.
	remains string
	// stays says what a destroy leaves of the object, if it leaves anything.
	stays string
	// exist are the ids of the objects of the type, but for those that were there
	// at the beginning or were made outside.
	exist func(w *acctest.World) []string
	// id are the attributes that make up what terraform import takes, and key is what a
	// person knows the object by, where that is none of the keys.
	id  []string
	key func(w *acctest.World, state cty.Value) string
	// shownBy is the kind of the objects whose list shows those of the type, if it is not their own.
	shownBy string
	// query has the arguments without which the object of a state is not listed.
	query func(state cty.Value) map[string]cty.Value
	// noNull says that the JSON of arguments is merged, so that no member is null.
	noNull bool
	// importDiffers says why an import beside the configuration that made the
	// object plans a change; unlisted why there is no list resource; unread why there
	// is no data source; unfound why a create whose answer is lost is not found again.
	importDiffers, unlisted, unread, unfound string
	// clears says that an argument which leaves the configuration leaves Clerk.
	clears string
	// unimported are arguments that an import does not bring, or brings otherwise,
	// each with the reason.
	unimported map[string]string
	// touches are kinds of objects that Clerk changes together with the object, each with
	// the reason.
	touches map[string]string
	// follows are attributes that Clerk may change together with another.
	follows map[string][]string

	// drawn are the blocks of the type in the configurations of all types.
	drawn []drawnBlock
	// draw draws the arguments of a valid configuration. The state is null before
	// there is an object.
	draw func(rt *rapid.T, vars map[string]cty.Value, state cty.Value) map[string]cty.Value
	// settle makes drawn arguments valid together. Optional: all of them are, in any selection.
	settle func(values map[string]cty.Value)
	// changeOutside draws a change outside Terraform and carries it out.
	changeOutside func(rt *rapid.T, w *acctest.World, state cty.Value) error
}

// argument is how one argument is changed, and how it drifts.
type argument struct {
	to       string   // another value, in HCL
	from     string   // what has to be otherwise than in full before it, in HCL
	with     string   // other arguments that have to change with it, in HCL
	also     []string // what the plan changes beside it
	replaces bool
	writes   []string // where the subject's update is not what Clerk is asked for

	patch      string   // the patch of the object that changes it outside Terraform, in JSON
	outside    outside  // what changes it outside Terraform, where no patch does
	noDrift    string   // why nothing does
	driftsAlso []string // what the plan shows beside it
	unmendable bool     // Clerk has no way to mend it: the plan warns, and leaves it

	falseUnsaid bool // Clerk's contract lets an answer leave the field out, which then is false

	spelling spelling // how Clerk spells it otherwise, where its name and value do not say
}

// outside is a change outside Terraform of the object of a state.
type outside func(w *acctest.World, state cty.Value) error

// subjects are all resource types.
var subjects = []*subject{
	userSubject, userMetadataSubject, emailSubject, phoneSubject, templateSubject, redirectURLSubject,
	satelliteSubject, allowlistSubject, blocklistSubject, invitationSubject, waitlistSubject, svixAppSubject,
	enterpriseConnectionSubject, directorySubject, oauthApplicationSubject, machineSubject, machineScopeSubject, apiKeySubject,
	organizationSubject, organizationMetadataSubject, domainSubject, organizationInvitationSubject, membershipSubject, permissionSubject, roleSubject, roleSetSubject,
	instanceSettingsSubject, restrictionsSubject, organizationSettingsSubject, protectSubject, communicationSubject, oauthApplicationSettingsSubject,
}

// nth tells the objects of a sequence apart: each has keys of its own. Those of the
// first, which is 0, are as they are written.
type nth int

// uniqueKey is a key of the object: an address, a number, a wallet or a name.
func (n nth) uniqueKey(key string) string {
	switch {
	case n == 0 || key == "":
		return key
	case strings.HasPrefix(key, "+"):
		return fmt.Sprintf("%s%d%s", key[:5], 5+n, key[6:])
	case strings.HasPrefix(key, "0x"):
		return fmt.Sprintf("0x%d%s", n, key[3:])
	case strings.Contains(key, "@"):
		return strings.Replace(key, "@", fmt.Sprintf(".%d@", n), 1)
	case strings.HasPrefix(key, "org:"), strings.HasPrefix(key, "role_set:"): // which take no dash
		return fmt.Sprintf("%s_%d", key, n)
	}
	return fmt.Sprintf("%s-%d", key, n)
}

// uniqueKeys are drawn arguments with the keys of the object.
func (n nth) uniqueKeys(s *subject, values map[string]cty.Value) map[string]cty.Value {
	for _, name := range s.keys {
		if v, ok := values[name]; ok && v.Type() == cty.String {
			values[name] = cty.StringVal(n.uniqueKey(v.AsString()))
		} else if ok {
			var all []string
			for _, e := range v.AsValueSlice() {
				all = append(all, n.uniqueKey(e.AsString()))
			}
			values[name] = texts(all)
		}
	}
	return values
}

// instance is a local Clerk for objects of the type.
func (s *subject) instance(t *testing.T, options ...func(*clerksim.Options)) *clerksim.Server {
	t.Helper()
	return acctest.NewSim(t, append(options, func(o *clerksim.Options) {
		if s.production {
			o.Environment = "production"
		}
	})...)
}

// mentioned are the arguments that a configuration gives a value, sorted.
func mentioned(config cty.Value) []string {
	var out []string
	for name := range config.Type().AttributeTypes() {
		if !config.GetAttr(name).IsNull() {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// with is an object with some of its attributes replaced.
func with(object cty.Value, values map[string]cty.Value) cty.Value {
	all := maps.Clone(object.AsValueMap())
	maps.Copy(all, values)
	return cty.ObjectVal(all)
}

// without is a configuration that does not mention an argument.
func without(t *driver.Type, config cty.Value, argument string) cty.Value {
	values := map[string]cty.Value{}
	for _, name := range mentioned(config) {
		if name != argument {
			values[name] = config.GetAttr(name)
		}
	}
	return t.Object(values)
}

// agree reports whether Clerk holds what the configuration asks of an argument.
func (s *subject) agree(argument string, held, asked cty.Value) bool {
	if composed := held.Type().IsObjectType() || held.Type().IsMapType() || held.Type().IsListType(); composed && held.Type().Equals(asked.Type()) {
		return cty.ObjectVal(map[string]cty.Value{"": meant(held)}).RawEquals(cty.ObjectVal(map[string]cty.Value{"": meant(asked)}))
	}
	if same, ok := s.agrees[argument]; ok {
		return same(held, asked)
	}
	return same(held, asked)
}

// meant is a value without the members, at any depth, that say nothing: null and "".
func meant(v cty.Value) cty.Value {
	if v.IsNull() || !v.Type().IsObjectType() && !v.Type().IsMapType() {
		return v
	}
	all := map[string]cty.Value{}
	for name, member := range v.AsValueMap() {
		if !isNothing(member) {
			all[name] = meant(member)
		}
	}
	return cty.ObjectVal(all)
}

// same reports whether two values mean the same: JSON by value, times at the
// millisecond, addresses in any case.
func same(a, b cty.Value) bool { return plain(a) == plain(b) }

// isNothing reports whether a value says that Clerk has none: the state of an object
// that Terraform made has null in its place, and that of an import the empty value.
func isNothing(v cty.Value) bool {
	return plain(v) == "" || plain(v) == "{}" || v.Type().IsMapType() && v.LengthInt() == 0
}

func plain(v cty.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Type() == cty.String:
		return plainText(v.AsString())
	case v.Type().IsSetType() || v.Type().IsListType():
		var all []string
		for _, e := range v.AsValueSlice() {
			all = append(all, strings.ToLower(strings.TrimSpace(plain(e))))
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	case v.Type() == cty.Bool && v.False():
		return "false"
	case v.Type() == cty.Bool:
		return "true"
	case v.Type() == cty.Number:
		return v.AsBigFloat().String()
	}
	return v.GoString()
}

// exact decodes JSON with each number as the fraction that it is: what is compared
// with the provider's answer must not be rounded, nor by the provider's own code.
func exact(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return fractions(v), nil
}

func fractions(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = fractions(e)
		}
	case []any:
		for i, e := range v {
			v[i] = fractions(e)
		}
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok {
			return map[string]string{"number": r.String()}
		}
	}
	return v
}

func plainText(s string) string {
	if object, err := exact(s); err == nil && strings.HasPrefix(strings.TrimSpace(s), "{") {
		if b, err := json.Marshal(object); err == nil {
			return string(b)
		}
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
	}
	return s
}

func texts(all []string) cty.Value {
	if len(all) == 0 {
		return cty.SetValEmpty(cty.String)
	}
	var out []cty.Value
	for _, s := range all {
		out = append(out, cty.StringVal(s))
	}
	return cty.SetVal(out)
}

// attribute is a string attribute of an object.
func attribute(object cty.Value, name string) string { return object.GetAttr(name).AsString() }

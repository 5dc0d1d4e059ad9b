package tf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// At says which attribute a failing request served, for answers that do not name
// a field: a ban that the plan does not allow, say. A nil err stays nil.
func At(attribute string, err error) error {
	if err == nil {
		return nil
	}
	return &located{attribute, err}
}

type located struct {
	attribute string
	err       error
}

func (l *located) Error() string { return l.err.Error() }
func (l *located) Unwrap() error { return l.err }

// Hint says what a person can do about an error, where the caller knows better
// than Clerk's answer tells. A nil err stays nil.
func Hint(hint string, err error) error {
	if err == nil {
		return nil
	}
	return &hinted{hint, err}
}

type hinted struct {
	hint string
	err  error
}

func (h *hinted) Error() string { return h.err.Error() }
func (h *hinted) Unwrap() error { return h.err }

// Named says how a person would name the object of a failed request, where its model does
// not tell. A nil err stays nil.
func Named(name string, err error) error {
	if err == nil {
		return nil
	}
	return &namedError{name, err}
}

type namedError struct {
	name string
	err  error
}

func (n *namedError) Error() string { return n.err.Error() }
func (n *namedError) Unwrap() error { return n.err }

// Gone is the error of a read of an object that counts for nothing any more, though Clerk
// may still show it: an invitation that was revoked, say. It leaves the state as one that
// was deleted does, and a warning says what became of it, and what follows. The cause may
// be nil.
func Gone(became, follows string, cause error) error { return &goneError{became, follows, cause} }

type goneError struct {
	became, follows string
	cause           error
}

func (g *goneError) Error() string { return g.became }
func (g *goneError) Unwrap() error { return g.cause }

// Note adds to an error what else a person has to know: what had been done by
// then, say. A nil err stays nil.
func Note(note string, err error) error {
	if err == nil {
		return nil
	}
	return &noted{note, err}
}

type noted struct {
	note string
	err  error
}

func (n *noted) Error() string { return n.err.Error() }
func (n *noted) Unwrap() error { return n.err }

// notes are those of an error, each on a line, the first one first.
func notes(err error) (all string) {
	for n := (*noted)(nil); errors.As(err, &n); err = n.err {
		all = "\n" + n.note + all
	}
	return all
}

// Unexpected is the error of an answer of Clerk's that this provider cannot use.
func Unexpected(err error) error {
	return Hint("Check that api_url is Clerk's. If it is, this is a bug in the provider; please report it, with the message above.", err)
}

// attributes is what a diagnostic asks of a plan or a state: whether the schema
// has an attribute.
type attributes interface {
	PathMatches(context.Context, path.Expression) (path.Paths, diag.Diagnostics)
	GetAttribute(context.Context, path.Path, any) diag.Diagnostics
}

// report turns an error into diagnostics, each on the attribute at fault.
func (o Object[M, A]) report(ctx context.Context, diags *diag.Diagnostics, verb string, m M, err error, data attributes) {
	what := o.named(m)
	if named := (*namedError)(nil); errors.As(err, &named) {
		what = o.namedAs(named.name, m)
	}
	err = o.adviseOnConflict(verb, m, err)
	Report(diags, fmt.Sprintf("Could not %s %s", verb, what), err, func(param string) (path.Path, bool) {
		if name, ok := o.Arguments[param]; ok {
			param = name
		}
		var v fwattr.Value
		p := attributePath(param)
		return p, param != "" && !data.GetAttribute(ctx, p, &v).HasError()
	})
}

// attributePath is the path of an attribute, with a dot before the name of one inside another.
func attributePath(name string) path.Path {
	parts := strings.Split(name, ".")
	p := path.Root(parts[0])
	for _, part := range parts[1:] {
		p = p.AtName(part)
	}
	return p
}

// named is an object in messages: its noun, its label and its id, as far as they are known.
func (o Object[M, A]) named(m M) string { return o.namedAs(o.Label(m).ValueString(), m) }

func (o Object[M, A]) namedAs(label string, m M) string {
	what := o.Noun
	for _, name := range []string{label, o.ID(m).ValueString()} {
		if name != "" {
			what = fmt.Sprintf("%s %q", what, short(name))
		}
	}
	return what
}

// short is a name that leaves room for a message.
func short(name string) string {
	if letters := []rune(name); len(letters) > 80 {
		return string(letters[:79]) + "…"
	}
	return name
}

// Report adds an error's diagnostics: what was being done, what Clerk said, its
// trace id, and what to do next. locate finds the attribute of one of Clerk's
// fields; nil finds none.
func Report(diags *diag.Diagnostics, summary string, err error, locate func(param string) (path.Path, bool)) {
	var at *located
	errors.As(err, &at)
	answer, answered := rest.AsError(err)
	add := func(item rest.ErrorItem, detail string) {
		p, found := path.Path{}, at != nil
		switch {
		case found:
			p = attributePath(at.attribute)
		case locate != nil:
			p, found = locate(item.ParamName)
		}
		detail += notes(err) + "\n\n" + next(err, answer, item.Code, found)
		if found {
			diags.AddAttributeError(p, summary, detail)
			return
		}
		diags.AddError(summary, detail)
	}
	trace := ""
	if answered && answer.TraceID != "" {
		trace = "\nTrace id: " + answer.TraceID
	}
	switch {
	case answered && len(answer.Items) == 0 && err.Error() == answer.Error():
		add(rest.ErrorItem{}, fmt.Sprintf("%s %s was answered with %d %s, without an error of Clerk's.", answer.Method, answer.Path,
			answer.Status, http.StatusText(answer.Status))+trace)
		return
	case !answered, len(answer.Items) == 0, errors.Is(err, context.Canceled):
		add(rest.ErrorItem{}, Sentence(err.Error()))
		return
	}
	for _, item := range answer.Items {
		detail := fmt.Sprintf("Clerk answered %s %s with %d %s: %s (%s)", answer.Method, answer.Path,
			answer.Status, http.StatusText(answer.Status), item.Text(), item.Code) + trace
		var lost *rest.Lost
		if _, conflict := rest.AsConflict(err); errors.As(err, &lost) && !conflict {
			detail += fmt.Sprintf("\n%s %s may have been carried out all the same.", lost.Method, lost.Path)
		}
		add(item, detail)
	}
}

// Warn is Report of what fails nothing.
func Warn(diags *diag.Diagnostics, summary string, err error) {
	var said diag.Diagnostics
	Report(&said, summary, err, nil)
	for _, d := range said {
		diags.AddWarning(d.Summary(), d.Detail())
	}
}

// Sentence is a text of an error as a person reads it: with a capital and a full
// stop.
func Sentence(s string) string {
	s = strings.TrimRight(s, ". ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// next says what a person can do about an error; found says that it stands on an
// attribute.
func next(err error, answer *rest.Error, code string, found bool) string {
	var better *hinted
	if errors.As(err, &better) {
		return better.hint
	}
	var taken *rest.Taken
	if errors.As(err, &taken) && taken.Exchange {
		return taken.Holder + " has this value, and waits for what this one has. Clerk has no exchange: give one of them another value first and apply; then give each the value that it is to have."
	}
	if conflict, ok := rest.AsConflict(err); ok { // no import is right, or adviseOnConflict had said so
		return lostAnd(conflict) + "Let whoever has it go without it, or choose another value."
	}
	var lost *rest.Lost
	if errors.As(err, &lost) {
		return "Look in Clerk's dashboard whether it happened all the same, and delete what nobody needs. Then run again."
	}
	if errors.Is(err, context.Canceled) {
		return "The run was stopped. What was done already is kept; run it again to go on."
	}
	switch rest.ReasonOf(err) {
	case rest.Unanswered:
		return "Check the way to Clerk: the network, name resolution, certificates, and HTTPS_PROXY and api_url if they are set. Then run again; what was done already is kept."
	case rest.Unreadable:
		return "Something else than Clerk may have answered: check api_url, and whether a proxy or a guest network stands between. Then run again; what was done already is kept."
	case rest.RateLimitTooLong:
		return "Run again when the limit allows it; what was done already is kept. Whatever else uses the instance's key counts against the limit, too."
	}
	if answer == nil {
		return "Mend that, and run again; what was done already is kept."
	}
	code = cmp.Or(sameAs[code], code)
	if code == "resource_not_found" && found {
		return "The instance that the provider's key belongs to has no such object. The id may be mistyped, the object deleted, or the key another instance's."
	}
	if hint, ok := hints[code]; ok {
		return hint
	}
	it := "it"
	if found {
		it = "the argument"
	}
	switch status := answer.Status; {
	case status >= 300 && status < 400:
		return "The provider follows no redirects, since they would carry the secret key elsewhere. Set api_url to the address that answers itself."
	case status >= http.StatusInternalServerError:
		return "This is a failure on Clerk's side or on the way there. Run again later; with a trace id, Clerk's support can look it up."
	case status == http.StatusUnauthorized:
		return "Check that secret_key, or CLERK_SECRET_KEY, is a current key of this instance."
	case len(answer.Items) == 0 && status == http.StatusNotFound:
		return "Something else than Clerk may have answered, so this says nothing of the object: check api_url, which is the API's address without a path or with /v1, and whether a proxy stands between. Then run again."
	case len(answer.Items) == 0:
		return "Something between this machine and Clerk may have answered, such as a proxy or a firewall. Let requests to Clerk's API through, and run again."
	case status == http.StatusPaymentRequired:
		return "The instance's plan does not include this. Change the plan in Clerk's dashboard, or take " + it + " out of the configuration."
	case status == http.StatusForbidden:
		return "The instance does not allow this. Turn the feature on in Clerk's dashboard, or take " + it + " out of the configuration."
	case status == http.StatusConflict:
		return "Clerk does not allow this as things stand. Change what its answer names, then run again; if it was another change at the same time, running again is enough."
	}
	return "Correct the configuration and run again."
}

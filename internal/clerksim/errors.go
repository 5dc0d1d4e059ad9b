package clerksim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// failure is an error answer of the API: a status and one item or more.
type failure struct {
	status int
	items  []item
}

// item is one entry of the `errors` list in Clerk's error body.
type item struct {
	Message     string         `json:"message"`
	LongMessage string         `json:"long_message"`
	Code        string         `json:"code"`
	Meta        map[string]any `json:"meta,omitempty"`
}

// Error lists the codes.
func (f *failure) Error() string {
	codes := make([]string, len(f.items))
	for i, it := range f.items {
		codes[i] = it.Code
	}
	return fmt.Sprintf("%d %s", f.status, strings.Join(codes, ", "))
}

// body is what Clerk sends for a failure.
func (f *failure) body(traceID string) []byte {
	b, _ := json.Marshal(struct {
		Errors  []item `json:"errors"`
		TraceID string `json:"clerk_trace_id"`
	}{f.items, traceID})
	return b
}

// fail makes a failure of one item.
func fail(status int, code, message, long string) *failure {
	return &failure{status: status, items: []item{{Message: message, LongMessage: long, Code: code}}}
}

// wrong makes a 422 about one parameter.
func wrong(param, code, message, long string) *failure {
	f := fail(http.StatusUnprocessableEntity, code, message, long)
	f.items[0].Meta = map[string]any{"param_name": param}
	return f
}

// about names the parameter that a failure of another status is about.
func (f *failure) about(param string) *failure {
	f.items[0].Meta = map[string]any{"param_name": param}
	return f
}

func notFound(noun, id string) *failure {
	return fail(http.StatusNotFound, "resource_not_found", "Resource not found", fmt.Sprintf("No %s was found with id %s.", noun, id))
}

func missing(param string) *failure {
	return wrong(param, "form_param_missing", "is missing", param+" must be included.")
}

func isNull(param string) *failure {
	return wrong(param, "form_param_nil", "is null", param+" must not be empty or null.")
}

func unknownParam(param string) *failure {
	return wrong(param, "form_param_unknown", "is unknown", param+" is not a valid parameter for this request.")
}

func invalidValue(param, why string) *failure {
	return wrong(param, "form_param_value_invalid", "is invalid", param+" "+why+".")
}

func invalidFormat(param, why string) *failure {
	return wrong(param, "form_param_format_invalid", "is invalid", param+" "+why+".")
}

func taken(param string) *failure {
	return wrong(param, "form_identifier_exists", "That "+strings.ReplaceAll(param, "_", " ")+" is taken. Please try another.",
		"That "+strings.ReplaceAll(param, "_", " ")+" is taken. Please try another.")
}

func forbiddenFeature(what string) *failure {
	return fail(http.StatusForbidden, "feature_not_enabled", "not enabled", what+" is not enabled for this instance.")
}

func unsupportedPlan(what string) *failure {
	f := fail(http.StatusPaymentRequired, "unsupported_subscription_plan_features", "Unsupported plan features",
		"Some features are not supported in your current plan. Upgrade your subscription to use: "+what+".")
	f.items[0].Meta = map[string]any{"unsupported_features": []string{what}}
	return f
}

// problems collects the failures of one request, so that all of its wrong
// parameters are named in one answer.
type problems struct{ items []item }

func (p *problems) add(f *failure) {
	if f != nil {
		p.items = append(p.items, f.items...)
	}
}

// err is nil if nothing was collected.
func (p *problems) err() *failure {
	if len(p.items) == 0 {
		return nil
	}
	slices.SortStableFunc(p.items, func(a, b item) int {
		return strings.Compare(fmt.Sprint(a.Meta["param_name"]), fmt.Sprint(b.Meta["param_name"]))
	})
	return &failure{status: http.StatusUnprocessableEntity, items: p.items}
}

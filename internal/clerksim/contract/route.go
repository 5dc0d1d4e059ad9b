package contract

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// route is one path of the document.
type route struct {
	segments   []string
	operations map[string]*operation
}

// operation is one method of a path, with what its checks need at hand.
type operation struct {
	parameters []*openapi3.Parameter
	query      map[string]bool // names of the query parameters
	body       *openapi3.RequestBody
	responses  *openapi3.Responses
	secured    bool

	// paginated replaces the schema of the 200 when the request says
	// paginated=true; see exceptions.go.
	paginated *openapi3.Schema
}

// routesOf groups the paths of the document by their number of segments, each
// group ordered so that the first match is the right one.
func routesOf(doc *openapi3.T) map[int][]*route {
	routes := map[int][]*route{}
	for path, item := range doc.Paths.Map() {
		r := &route{segments: segments(path), operations: map[string]*operation{}}
		for method, op := range item.Operations() {
			r.operations[method] = newOperation(doc, item, op)
		}
		routes[len(r.segments)] = append(routes[len(r.segments)], r)
	}
	for _, group := range routes {
		slices.SortFunc(group, func(a, b *route) int {
			return slices.CompareFunc(a.segments, b.segments, compareSegments)
		})
	}
	return routes
}

func newOperation(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) *operation {
	result := &operation{query: map[string]bool{}, responses: op.Responses, paginated: paginatedAnswer(op)}
	if op.RequestBody != nil {
		result.body = op.RequestBody.Value
	}
	for _, ref := range op.Parameters {
		result.parameters = append(result.parameters, ref.Value)
	}
	for _, ref := range item.Parameters {
		if op.Parameters.GetByInAndName(ref.Value.In, ref.Value.Name) == nil {
			result.parameters = append(result.parameters, ref.Value)
		}
	}
	for _, parameter := range result.parameters {
		if parameter.In == openapi3.ParameterInQuery {
			result.query[parameter.Name] = true
		}
	}
	security := doc.Security
	if op.Security != nil {
		security = *op.Security
	}
	result.secured = len(security) > 0 && !slices.ContainsFunc(security, func(r openapi3.SecurityRequirement) bool {
		return len(r) == 0 // an empty requirement makes the others optional
	})
	return result
}

// find gives the operation of a request and its path parameters, or the word
// for what the document does not know.
func (c *Checker) find(r *http.Request) (found *operation, pathParams map[string]string, unknown string) {
	path, under := strings.CutPrefix(r.URL.EscapedPath(), c.base)
	if !under {
		return nil, nil, "path"
	}
	parts := segments(path)
	for _, route := range c.routes[len(parts)] {
		if params, matches := route.match(parts); matches {
			if op := route.operations[r.Method]; op != nil {
				return op, params, ""
			}
			return nil, nil, "operation"
		}
	}
	return nil, nil, "path"
}

func (r *route) match(parts []string) (params map[string]string, matches bool) {
	params = map[string]string{}
	for i, segment := range r.segments {
		name, variable := variableName(segment)
		value, err := url.PathUnescape(parts[i])
		switch {
		case err != nil, variable && value == "", !variable && value != segment:
			return nil, false
		case variable:
			params[name] = value
		}
	}
	return params, true
}

func segments(path string) []string { return strings.Split(strings.TrimPrefix(path, "/"), "/") }

func variableName(segment string) (name string, variable bool) {
	name, opens := strings.CutPrefix(segment, "{")
	name, closes := strings.CutSuffix(name, "}")
	return name, opens && closes
}

// compareSegments puts fixed segments before variable ones, so that
// /users/count is not taken for /users/{user_id}.
func compareSegments(a, b string) int {
	_, aVaries := variableName(a)
	_, bVaries := variableName(b)
	if aVaries != bVaries {
		if aVaries {
			return 1
		}
		return -1
	}
	return strings.Compare(a, b)
}

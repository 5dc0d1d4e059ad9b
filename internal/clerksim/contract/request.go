package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// requestProblems says why the document forbids the request.
func (e *exchange) requestProblems() []string {
	var problems []string
	input := &openapi3filter.RequestValidationInput{
		Request: e.request, PathParams: e.pathParams, QueryParams: e.query,
		Options: &openapi3filter.Options{
			SkipSettingDefaults:     true, // or the request would be changed
			MultiError:              true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.DisableSchemaErrorDetails()},
		},
	}
	for _, parameter := range e.operation.parameters {
		if err := openapi3filter.ValidateParameter(context.Background(), input, parameter); err != nil {
			problems = append(problems, describeParameter(parameter, err)...)
		}
	}
	return append(problems, e.bodyProblems()...)
}

func describeParameter(parameter *openapi3.Parameter, err error) []string {
	prefix := fmt.Sprintf("%s parameter %q: ", parameter.In, parameter.Name)
	cause := err
	if requestError := new(openapi3filter.RequestError); errors.As(err, &requestError) {
		cause = requestError.Err
	}
	if parseError := new(openapi3filter.ParseError); errors.As(cause, &parseError) {
		return []string{prefix + parseError.Reason}
	}
	problems := describe(cause, nil)
	for i, problem := range problems {
		problems[i] = prefix + problem
	}
	return problems
}

// unknownQueryParameters names those that the operation does not declare.
func (e *exchange) unknownQueryParameters() []string {
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(e.query)) {
		if !e.operation.query[name] && !queryOfEveryOperation[name] {
			problems = append(problems, fmt.Sprintf("the document knows no query parameter %q for it", name))
		}
	}
	return problems
}

func (e *exchange) bodyProblems() []string {
	declared := e.operation.body
	switch {
	case declared == nil && isAbsent(e.requestBody):
		return nil
	case declared == nil:
		return []string{"it has a body, and the operation takes none"}
	case !declared.Required && isAbsent(e.requestBody):
		return nil
	case len(e.requestBody) == 0:
		return []string{"the body is missing"}
	}
	contentType := e.request.Header.Get("Content-Type")
	media := declared.Content.Get(contentType)
	if media == nil {
		return []string{fmt.Sprintf("Content-Type %q is none of those of its body", contentType)}
	}
	if media.Schema == nil {
		return nil
	}
	value, err := decodeBody(contentType, e.requestBody)
	if err != nil {
		return []string{"body: " + err.Error()}
	}
	return prefixed("body", validate(media.Schema.Value, value))
}

// decodeBody gives the body as JSON types.
func decodeBody(contentType string, body []byte) (any, error) {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, fmt.Errorf("malformed Content-Type: %w", err)
	}
	if mediaType == "multipart/form-data" {
		return decodeMultipart(parameters["boundary"], body)
	}
	if mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") {
		return nil, fmt.Errorf("the check cannot read %s", mediaType)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	return value, nil
}

// decodeMultipart makes an object of the parts' contents, each a string
// whatever its content type: the document gives files as strings too.
func decodeMultipart(boundary string, body []byte) (any, error) {
	if boundary == "" {
		return nil, errors.New("the Content-Type has no boundary")
	}
	parts := map[string]any{}
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("not multipart/form-data: %w", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, fmt.Errorf("not multipart/form-data: %w", err)
		}
		parts[part.FormName()] = string(content)
	}
}

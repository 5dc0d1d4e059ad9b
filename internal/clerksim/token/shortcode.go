package token

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// known lists the shortcodes of Clerk's dashboard by namespace. A name that is
// missing here evaluates to null even if the context has a value for it, which
// keeps private metadata out of tokens; a namespace that is missing here stays
// as it is written.
var known = map[string]map[string]bool{
	"user": set("id", "external_id", "first_name", "last_name", "full_name", "username",
		"created_at", "updated_at", "last_sign_in_at",
		"primary_email_address", "primary_phone_number", "primary_web3_wallet",
		"email_verified", "phone_number_verified", "image_url", "has_image",
		"two_factor_enabled", "organizations", "public_metadata", "unsafe_metadata"),
	"org":            set("id", "name", "slug", "role", "image_url", "has_image", "public_metadata"),
	"org_membership": set("permissions", "public_metadata"),
	"session":        set("actor"),
}

func set(names ...string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}

// EvaluateClaims decodes the claims of a JWT template and evaluates the
// shortcodes in its strings, at any depth; keys are left alone. A string that
// is one shortcode takes the type of its value; within other text the value
// becomes text, a missing one "null". Numbers keep their digits, as
// json.Number. It fails when the claims are not one JSON object.
func EvaluateClaims(claims json.RawMessage, c Context) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(claims))
	decoder.UseNumber()
	var decoded map[string]any
	if err := decoder.Decode(&decoded); err != nil {
		return nil, fmt.Errorf("the claims are not a JSON object: %w", err)
	}
	if decoded == nil {
		return nil, errors.New("the claims are null, not a JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the claims are more than one JSON object")
	}
	namespaces := map[string]map[string]any{
		"user":           c.User,
		"org":            c.Org,
		"org_membership": c.OrgMembership,
		"session":        {"actor": c.Actor},
	}
	for name, value := range decoded {
		decoded[name] = evaluate(value, namespaces)
	}
	return decoded, nil
}

func evaluate(value any, namespaces map[string]map[string]any) any {
	switch value := value.(type) {
	case string:
		return evaluateText(value, namespaces)
	case map[string]any:
		for name, member := range value {
			value[name] = evaluate(member, namespaces)
		}
		return value
	case []any:
		for i, element := range value {
			value[i] = evaluate(element, namespaces)
		}
		return value
	default:
		return value
	}
}

// evaluateText goes over the text once, so that a value which itself looks
// like a shortcode, say from metadata, is not evaluated.
func evaluateText(text string, namespaces map[string]map[string]any) any {
	if operands, length := parseShortcode(text); length == len(text) && length > 0 {
		return firstOf(operands, namespaces)
	}
	var out strings.Builder
	for {
		start := strings.Index(text, "{{")
		if start < 0 {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:start])
		text = text[start:]
		operands, length := parseShortcode(text)
		if length == 0 {
			// Only one brace is passed over: "{{{user.id}}}" holds a shortcode.
			length = 1
			out.WriteString(text[:length])
		} else {
			out.WriteString(asText(firstOf(operands, namespaces)))
		}
		text = text[length:]
	}
}

// firstOf is the first operand that is neither null nor false, else the last.
func firstOf(operands []operand, namespaces map[string]map[string]any) any {
	var value any
	for _, operand := range operands {
		value = operand.value(namespaces)
		if value != nil && value != false {
			break
		}
	}
	return value
}

func (o operand) value(namespaces map[string]map[string]any) any {
	if o.path == nil {
		return o.literal
	}
	namespace, name := o.path[0], o.path[1]
	if !known[namespace][name] {
		return nil
	}
	value := namespaces[namespace][name]
	for _, key := range o.path[2:] {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

// asText is the value within other text. That objects and arrays become JSON
// is an assumption.
func asText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "null"
	}
	return strings.TrimSuffix(out.String(), "\n")
}

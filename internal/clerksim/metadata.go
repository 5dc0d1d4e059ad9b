package clerksim

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// metadataFields are a user's three metadata fields, by their index.
var metadataFields = [3]string{"public_metadata", "private_metadata", "unsafe_metadata"}

const (
	publicMetadata = iota
	privateMetadata
	unsafeMetadata
)

// maxMetadata is "8KB maximum" in bytes of compact JSON.
const maxMetadata = 8 * 1024

var emptyObject = json.RawMessage("{}")

// metadataBody takes some of the metadata fields. PUT takes null as well,
// which it stores as JSON null.
func metadataBody(null bool, names ...string) *shape {
	f := map[string]rule{}
	for _, name := range names {
		if f[name] = object; null {
			f[name] = object.orNull()
		}
	}
	return &shape{fields: f}
}

func metadataOperations() []operation {
	return []operation{
		{pattern: "PATCH /users/{user_id}/metadata", handle: (*call).mergeUserMetadata, body: metadataBody(false, metadataFields[:]...), class: perUser},
		{pattern: "PUT /users/{user_id}/metadata", handle: (*call).replaceUserMetadata, body: metadataBody(true, metadataFields[:]...), class: perUser},
	}
}

func (c *call) mergeUserMetadata() (any, *failure) {
	return c.changeUserMetadata(func(u *user) {
		for i, name := range metadataFields {
			if c.params.has(name) {
				u.metadata[i] = merge(u.metadata[i], c.params.raw(name))
			}
		}
	})
}

func (c *call) replaceUserMetadata() (any, *failure) {
	return c.changeUserMetadata(func(u *user) {
		for i, name := range metadataFields {
			if c.params.has(name) {
				u.metadata[i] = c.params.raw(name)
			} else if c.params.cleared(name) {
				u.metadata[i] = json.RawMessage("null")
			}
		}
	})
}

func (c *call) changeUserMetadata(change func(*user)) (any, *failure) {
	old, f := c.user()
	if f != nil {
		return nil, f
	}
	u := old.edit()
	change(u)
	if f := c.metadataSize(metadataFields[:], u.metadata[:]); f != nil {
		return nil, f
	}
	if f := c.saveUser(u); f != nil {
		return nil, f
	}
	return c.showUser(u), nil
}

// setMetadata sets the metadata that a user is created with.
func (c *call) setMetadata(u *user) *failure {
	for i, name := range metadataFields {
		if c.params.has(name) {
			u.metadata[i] = c.params.raw(name)
		}
	}
	return c.metadataSize(metadataFields[:], u.metadata[:])
}

func (c *call) metadataSize(names []string, fields []json.RawMessage) *failure {
	total := 0
	for i, raw := range fields {
		if total += len(raw); len(raw) > maxMetadata || c.assume["metadata_limit"] == "total" && total > maxMetadata {
			return wrong(names[i], "form_param_exceeds_allowed_size", "exceeds allowed size", fmt.Sprintf("%s exceeds the maximum allowed size of %d bytes.", names[i], maxMetadata))
		}
	}
	return nil
}

// merge merges a patch deeply into an object; null removes a key at any level.
func merge(old, patch json.RawMessage) json.RawMessage {
	out := mergeValues(decodeAny(old), decodeAny(patch))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(out) // what was decoded can be encoded
	return bytes.TrimSpace(b.Bytes())
}

func mergeValues(old, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	out, ok := old.(map[string]any)
	if !ok {
		out = map[string]any{}
	}
	for key, v := range changes {
		if v == nil {
			delete(out, key)
		} else {
			out[key] = mergeValues(out[key], v)
		}
	}
	return out
}

// decodeAny keeps numbers as they are written.
func decodeAny(raw json.RawMessage) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	_ = d.Decode(&v) // only valid JSON is ever stored
	return v
}

// twoMetadata are those of organizations, memberships and invitations.
type twoMetadata struct {
	PublicMetadata  json.RawMessage `json:"public_metadata"`
	PrivateMetadata json.RawMessage `json:"private_metadata"`
}

var (
	twoMetadataFields = metadataFields[:2]
	noMetadata        = twoMetadata{emptyObject, emptyObject}
)

// mergeTwo merges what the body gives into public and private metadata.
func (c *call) mergeTwo(m *twoMetadata) *failure {
	for i, field := range []*json.RawMessage{&m.PublicMetadata, &m.PrivateMetadata} {
		if name := twoMetadataFields[i]; c.params.has(name) {
			*field = merge(*field, c.params.raw(name))
		}
	}
	return c.twoMetadataSize(m)
}

// replaceTwo replaces them by field.
func (c *call) replaceTwo(m *twoMetadata) *failure {
	for i, field := range []*json.RawMessage{&m.PublicMetadata, &m.PrivateMetadata} {
		if name := twoMetadataFields[i]; c.params.has(name) {
			*field = c.params.raw(name)
		} else if c.params.cleared(name) {
			*field = json.RawMessage("null")
		}
	}
	return c.twoMetadataSize(m)
}

func (c *call) twoMetadataSize(m *twoMetadata) *failure {
	return c.metadataSize(twoMetadataFields, []json.RawMessage{m.PublicMetadata, m.PrivateMetadata})
}

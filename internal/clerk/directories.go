package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Directory provisions users from an identity provider, by SCIM. Times are Unix milliseconds. Clerk may leave out what has omitempty.
type Directory struct {
	rest.Answered
	ID                      string            `json:"id"`
	Name                    string            `json:"name"`
	EnterpriseConnectionID  *string           `json:"enterprise_connection_id,omitempty"`
	EndpointURL             string            `json:"endpoint_url"`
	Provider                string            `json:"provider"`
	Enabled                 bool              `json:"enabled"`
	GroupRoleMappingEnabled bool              `json:"group_role_mapping_enabled"`
	AttributeMapping        map[string]string `json:"attribute_mapping"`
	APIKey                  string            `json:"api_key,omitempty"` // in the answers to a create and to a rotation
	CreatedAt               int64             `json:"created_at"`
	UpdatedAt               int64             `json:"updated_at"`

	// GroupRoleMappings are those of the directory, unless it is nil: a request of its own reads them.
	GroupRoleMappings *[]GroupRoleMapping `json:"-"`
}

// GroupRoleMapping says which role the members of a group of the directory get. Where somebody is in several groups, the first one counts.
type GroupRoleMapping struct {
	GroupID     string
	DisplayName string
	RoleKey     string
}

// CreateDirectoryParams are the fields of POST /directories.
type CreateDirectoryParams struct {
	EnterpriseConnectionID string                `json:"enterprise_connection_id"`
	Provider               string                `json:"provider"`
	Name                   rest.Optional[string] `json:"name,omitzero"`
}

// UpdateDirectoryParams are the fields of PATCH /directories/{directory_id}.
type UpdateDirectoryParams struct {
	Name                    rest.Optional[string] `json:"name,omitzero"`
	Enabled                 rest.Optional[bool]   `json:"enabled,omitzero"`
	Provider                rest.Optional[string] `json:"provider,omitzero"`
	GroupRoleMappingEnabled rest.Optional[bool]   `json:"group_role_mapping_enabled,omitzero"`
	// AttributeMapping is merged into what is there: null removes an entry.
	AttributeMapping rest.Optional[map[string]*string] `json:"attribute_mapping,omitzero"`
}

// IsZero reports whether there is nothing to send.
func (p UpdateDirectoryParams) IsZero() bool { return p == UpdateDirectoryParams{} }

// Directories is the area /directories. Nothing is unique to a directory but, as far as is known, its connection, so that Create is never
// repeated. If its answer is lost, the directory is the one of the connection that is no older than the request, if there is one alone.
type Directories struct {
	operations[Directory, CreateDirectoryParams]
	roles *OrganizationRoles
}

// ErrNoDirectory is returned by Find if no directory has the name.
var ErrNoDirectory = errors.New("the instance has no directory with the name")

func newDirectories(t *rest.Transport, bulkReads bool, roles *OrganizationRoles) *Directories {
	d := &Directories{roles: roles}
	d.operations = newCollection(t, bulkReads, kind[Directory, CreateDirectoryParams]{
		area:     "directories",
		by:       &filter{count: func(ctx context.Context) (int, error) { return rest.CountOf[Directory](ctx, t, "directories") }},
		identify: func(o *Directory) identity { return identity{id: o.ID, made: o.CreatedAt} },
		key:      func(*CreateDirectoryParams) string { return "" },
		name:     func(p *CreateDirectoryParams) string { return p.EnterpriseConnectionID },
		findOne:  d.findSent,
		naming:   &naming[Directory, CreateDirectoryParams]{plural: "directories", of: func(o *Directory) string { return o.Name }},
		once:     func(*CreateDirectoryParams) bool { return true }, notFound: ErrNoDirectory,
	})
	return d
}

// findSent looks for the directories of the connection that a create names, with the server's time.
func (d *Directories) findSent(ctx context.Context, sent *CreateDirectoryParams) (found []Directory, now time.Time, err error) {
	for o, err := range d.listWithDate(ctx, &now) {
		if err != nil {
			return nil, now, err
		}
		if o.EnterpriseConnectionID != nil && *o.EnterpriseConnectionID == sent.EnterpriseConnectionID {
			found = append(found, o)
		}
	}
	return found, now, nil
}

// Update is PATCH /directories/{directory_id}.
func (d *Directories) Update(ctx context.Context, id string, p UpdateDirectoryParams) (*Directory, error) {
	return d.patch(ctx, id, p)
}

// RotateAPIKey is POST /directories/{directory_id}/rotate_api_key. The answer has the new key; the previous one is valid for a short time
// more. It is never repeated, since each rotation makes another key: a lost answer is a *Lost error.
func (d *Directories) RotateAPIKey(ctx context.Context, id string) (*Directory, error) {
	return d.write(ctx, id, rest.Call{Method: http.MethodPost, Path: d.path(id, "rotate_api_key"), IsCreate: true, Check: hasAPIKey})
}

var hasAPIKey = rest.Has("API key", func(d *Directory) bool { return d.APIKey != "" })

// groupRoleMapping is a mapping as Clerk answers it.
type groupRoleMapping struct {
	rest.Answered
	DirectoryID string `json:"directory_id"`
	GroupID     string `json:"directory_group_id"`
	DisplayName string `json:"directory_group_display_name"`
	Role        struct {
		Key string `json:"key"`
	} `json:"role"`
}

// GroupRoleMappings is GET /directories/{directory_id}/group_role_mappings: all of them, the one that counts first first.
func (d *Directories) GroupRoleMappings(ctx context.Context, id string) ([]GroupRoleMapping, error) {
	return d.mappings(ctx, id, rest.Call{Method: http.MethodGet})
}

// mappings carries out a call that is answered with all mappings of a directory.
func (d *Directories) mappings(ctx context.Context, id string, c rest.Call) ([]GroupRoleMapping, error) {
	c.Path, c.AnswersOther = d.path(id, "group_role_mappings"), true
	out, err := rest.One[rest.Page[groupRoleMapping]](ctx, d.transport(), c)
	if err != nil {
		return nil, err
	}
	for _, m := range out.Data {
		if m.DirectoryID != id || len(m.Lacks()) > 0 {
			return nil, rest.WithReason(rest.Unreadable, fmt.Errorf("%s /%s: the answer is not what Clerk sends: a mapping of the directory %q, with the group %q and the role %q",
				c.Method, strings.Join(c.Path, "/"), m.DirectoryID, m.GroupID, m.Role.Key))
		}
	}
	return rest.MapEach(out.Data, func(m groupRoleMapping) GroupRoleMapping {
		return GroupRoleMapping{m.GroupID, m.DisplayName, m.Role.Key}
	}), nil
}

// ReplaceGroupRoleMappings is PUT of the mappings, in their order. It looks up the ids of the roles by their keys: the error is an
// *UnknownKeys if there is none of a key.
func (d *Directories) ReplaceGroupRoleMappings(ctx context.Context, id string, mappings []GroupRoleMapping) ([]GroupRoleMapping, error) {
	ids, err := d.roles.IDs(ctx, rest.MapEach(mappings, func(m GroupRoleMapping) string { return m.RoleKey }))
	if err != nil {
		return nil, err
	}
	type sent struct {
		GroupID string `json:"directory_group_id"`
		RoleID  string `json:"role_id"`
	}
	body := map[string][]sent{"mappings": {}}
	for i, m := range mappings {
		body["mappings"] = append(body["mappings"], sent{m.GroupID, ids[i]})
	}
	d.noteWrite(id)
	return d.mappings(ctx, id, rest.Call{Method: http.MethodPut, Body: body})
}

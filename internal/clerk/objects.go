package clerk

import (
	"bytes"
	"context"
	"iter"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// objects reads, changes and deletes the objects of one area of the API by their ids. Collections, users, email addresses and
// phone numbers embed it.
type objects[T any] struct {
	t    *rest.Transport
	area string // the first segment of the path: "jwt_templates"
	// pathOf returns the path of the object with the id; nil means /area/id.
	pathOf func(id string) []string
	id     func(*T) string
	// onRead, unless it is nil, is called with each object that was read.
	onRead func(*T)
	// onWrite is called before each write to an object is sent, so that the object is not served from an older list afterwards.
	onWrite func(id string)
	// shows is that of the calls that change an object. Optional.
	shows func(path []string, body []byte) error
}

// path returns the path of the object with the id, and of what belongs to it.
func (o *objects[T]) path(id string, more ...string) []string {
	if o.pathOf != nil {
		return append(o.pathOf(id), more...)
	}
	return append([]string{o.area, id}, more...)
}

// name is the first segment of the area's path.
func (o *objects[T]) name() string { return o.area }

func (o *objects[T]) transport() *rest.Transport { return o.t }

func (o *objects[T]) idOf(object *T) string { return o.id(object) }

func (o *objects[T]) noteWrite(id string) { o.onWrite(id) }

// getOne reads one object by a request of its own.
func (o *objects[T]) getOne(ctx context.Context, id string) (*T, error) {
	object, err := rest.ByPath(ctx, o.t, o.path(id), id, o.id)
	if err == nil && o.onRead != nil {
		o.onRead(object)
	}
	return object, err
}

// write carries out a call that changes an object, and returns the object after it.
func (o *objects[T]) write(ctx context.Context, id string, c rest.Call) (*T, error) {
	o.onWrite(id)
	if c.Shows == nil {
		c.Shows = o.shows
	}
	return rest.One[T](ctx, o.t, c)
}

// patch is PATCH of the object, or of what belongs to it.
func (o *objects[T]) patch(ctx context.Context, id string, body any, more ...string) (*T, error) {
	return o.write(ctx, id, rest.Call{Method: http.MethodPatch, Path: o.path(id, more...), Body: body})
}

// upload sends a file as the form field "file" to what belongs to the object.
func (o *objects[T]) upload(ctx context.Context, method, id, what, name string, content []byte) (*T, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return nil, err
	}
	return o.write(ctx, id, rest.Call{Method: method, Path: o.path(id, what), Raw: body.Bytes(), Mime: form.FormDataContentType()})
}

// Delete is DELETE of the object with the id: /jwt_templates/{template_id}, say. One
// that does not exist is an error for which IsNotFound is true.
func (o *objects[T]) Delete(ctx context.Context, id string) error {
	o.onWrite(id)
	return o.t.Do(ctx, rest.Call{Method: http.MethodDelete, Path: o.path(id), Shows: o.shows}, nil)
}

// filter describes how a list is filtered by ids.
type filter struct {
	name  string                                 // of the parameter; "" if there is none
	count func(ctx context.Context) (int, error) // how long the whole list is
}

// reader returns a bulk that reads the objects by their ids, from their list where that is cheaper. Without a filter the whole
// list is read as soon as several objects are asked for.
func (o *objects[T]) reader(disabled bool, list func(context.Context) iter.Seq2[T, error], by *filter) *rest.Bulk[T] {
	byIDs := rest.IndexBy(func(object *T) string {
		if o.onRead != nil {
			o.onRead(object)
		}
		return o.id(object)
	})
	b := &rest.Bulk[T]{
		Transport: o.t, Disabled: disabled, Batchable: plainID.MatchString, GetOne: o.getOne,
		Path:    func(id string) string { return "/" + strings.Join(o.path(id), "/") },
		ListAll: func(ctx context.Context) (map[string]T, error) { return byIDs(rest.Collect(list(ctx))) },
	}
	if by != nil {
		b.Count = by.count
	}
	if by != nil && by.name != "" {
		b.Batch = func(ctx context.Context, ids []string) (map[string]T, error) {
			query := url.Values{by.name: ids, "limit": {strconv.Itoa(rest.BatchSize)}}
			out, err := rest.One[rest.Page[T]](ctx, o.t, rest.Call{Method: http.MethodGet, Path: []string{o.area}, Query: query})
			if err != nil {
				return nil, err
			}
			return byIDs(out.Data, nil)
		}
	}
	return b
}

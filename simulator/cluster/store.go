package cluster

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// keptFor is how long what nobody fetched stays in a store: it takes itself away if the asking side never comes back.
const keptFor = 30 * 24 * time.Hour

// What stands in a store beside the parts, which are named by their numbers.
const (
	documentObject = "job"
	faultObject    = "fault"
	kindHeader     = "Vouch-Kind"
	versionHeader  = "Vouch-Version"
	workerHeader   = "Vouch-Worker"
)

// store is where the parts of one job arrive.
type store struct {
	queue   *queue
	objects jetstream.ObjectStore
	bucket  string
}

// patiently asks the server for something of the store. Of a store that was taken away nobody answers, as of one that
// is away for a moment; the error of the former is jetstream.ErrBucketNotFound.
func (s *store) patiently(ctx context.Context, ask func(context.Context) error) error {
	return patiently(ctx, s.queue.conn, func(ctx context.Context) error {
		err := ask(ctx)
		if errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) {
			if _, gone := s.queue.js.ObjectStore(ctx, s.bucket); errors.Is(gone, jetstream.ErrBucketNotFound) {
				return gone
			}
		}
		return err
	})
}

// openStore finds the store of a job; the error is jetstream.ErrBucketNotFound where nobody asks for it any more.
func openStore(ctx context.Context, q *queue, id string) (*store, error) {
	s := &store{queue: q, bucket: bucketName(id)}
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		s.objects, err = q.js.ObjectStore(ctx, s.bucket)
		return err
	})
	return s, err
}

// makeStore makes the store of a job, or finds the one that an earlier life of it left.
func makeStore(ctx context.Context, q *queue, id string) (s *store, left bool, err error) {
	s, err = openStore(ctx, q, id)
	left = err == nil
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		err = s.patiently(ctx, func(ctx context.Context) (err error) {
			s.objects, err = q.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: s.bucket, Description: "parts of a study of vouch", TTL: keptFor})
			return err
		})
	}
	if err != nil {
		return nil, false, fmt.Errorf("object store %s: %w", s.bucket, err)
	}
	return s, left, nil
}

// digestOf is the digest under which the store keeps bytes.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "SHA-256=" + base64.URLEncoding.EncodeToString(sum[:])
}

// put keeps bytes under a name, with who made them.
func (s *store) put(ctx context.Context, name string, data []byte, headers map[string]string) error {
	meta := jetstream.ObjectMeta{Name: name, Headers: nats.Header{}}
	for key, value := range headers {
		meta.Headers.Set(key, value)
	}
	return s.patiently(ctx, func(ctx context.Context) error {
		_, err := s.objects.Put(ctx, meta, bytes.NewReader(data))
		return err
	})
}

// info tells of an object; nil where there is none.
func (s *store) info(ctx context.Context, name string) (*jetstream.ObjectInfo, error) {
	var info *jetstream.ObjectInfo
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		info, err = s.objects.GetInfo(ctx, name)
		return err
	})
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, nil
	}
	return info, err
}

// get returns an object and its headers; nil where there is none.
func (s *store) get(ctx context.Context, name string) (data []byte, headers nats.Header, err error) {
	info, err := s.info(ctx, name)
	if err != nil || info == nil {
		return nil, nil, err
	}
	err = s.patiently(ctx, func(ctx context.Context) (err error) {
		data, err = s.objects.GetBytes(ctx, name)
		return err
	})
	return data, info.Headers, err
}

// part is the name of a part.
func partName(n int64) string { return strconv.FormatInt(n, 10) }

// parts lists the numbers of all parts that are there.
func (s *store) parts(ctx context.Context) (map[int64]bool, error) {
	there := map[int64]bool{}
	var all []*jetstream.ObjectInfo
	err := s.patiently(ctx, func(ctx context.Context) (err error) {
		all, err = s.objects.List(ctx)
		return err
	})
	if errors.Is(err, jetstream.ErrNoObjectsFound) {
		return there, nil
	}
	for _, info := range all {
		if n, err := strconv.ParseInt(info.Name, 10, 64); err == nil {
			there[n] = true
		}
	}
	return there, err
}

// fault is the one that a worker has put there; nil where there is none.
func (s *store) fault(ctx context.Context) (*fault, error) {
	data, _, err := s.get(ctx, faultObject)
	if data == nil || err != nil {
		return nil, err
	}
	f := &fault{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("object %s of %s: %w", faultObject, s.bucket, err)
	}
	return f, nil
}

// forget takes an object out, if it is there.
func (s *store) forget(ctx context.Context, name string) error {
	err := s.patiently(ctx, func(ctx context.Context) error { return s.objects.Delete(ctx, name) })
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil
	}
	return err
}

// remove takes the store away, if it is there.
func (s *store) remove(ctx context.Context) error {
	return patiently(ctx, s.queue.conn, func(ctx context.Context) error {
		if err := s.queue.js.DeleteObjectStore(ctx, s.bucket); !errors.Is(err, jetstream.ErrBucketNotFound) {
			return err
		}
		return nil
	})
}

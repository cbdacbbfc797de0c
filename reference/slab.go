package reference

// slab is a list that grows by chunks: what it holds never moves, so that a
// long run copies nothing and a run of elements may be handed out.
type slab[T any] struct {
	Chunks [][]T // of slabChunk elements; the last may hold fewer, and so may one that a run did not fit in
	Count  uint32
	spare  [][]T // empty chunks that held something before a reset
}

const (
	slabBits  = 10
	slabChunk = 1 << slabBits
)

// at returns the element at a place.
func (s *slab[T]) at(place uint32) *T { return &s.Chunks[place>>slabBits][place&(slabChunk-1)] }

// run returns n elements from a place on, all in one chunk.
func (s *slab[T]) run(place, n uint32) []T {
	from := place & (slabChunk - 1)
	return s.Chunks[place>>slabBits][from : from+n : from+n]
}

// add appends one element and returns its place.
func (s *slab[T]) add(v T) uint32 {
	c := s.room(1)
	*c = append(*c, v)
	return s.last() - 1
}

// addRun appends elements next to each other, slabChunk at most, and returns
// the place of the first.
func (s *slab[T]) addRun(vs []T) uint32 {
	c := s.room(len(vs))
	*c = append(*c, vs...)
	return s.last() - uint32(len(vs))
}

// room returns the chunk that takes n more elements.
func (s *slab[T]) room(n int) *[]T {
	k := len(s.Chunks) - 1
	if k < 0 || len(s.Chunks[k])+n > slabChunk {
		s.Chunks = append(s.Chunks, s.chunk())
		k++
	}
	s.Count += uint32(n)
	return &s.Chunks[k]
}

// chunk returns an empty chunk: one that served before, or a new one.
func (s *slab[T]) chunk() []T {
	k := len(s.spare) - 1
	if k < 0 {
		return make([]T, 0, slabChunk)
	}
	c := s.spare[k]
	s.spare = s.spare[:k]
	return c
}

// reset forgets every element and keeps the memory.
func (s *slab[T]) reset() {
	for _, c := range s.Chunks {
		s.spare = append(s.spare, c[:0])
	}
	s.Chunks, s.Count = s.Chunks[:0], 0
}

// last returns the place after the last element.
func (s *slab[T]) last() uint32 {
	k := len(s.Chunks) - 1
	return uint32(k)<<slabBits + uint32(len(s.Chunks[k]))
}

// walkSlab visits every element, and keeps the chunks apart as they are.
func walkSlab[T any](w *walker, s *slab[T], visit func(*walker, *T)) {
	word(w, &s.Count)
	each(w, &s.Chunks, func(w *walker, c *[]T) {
		each(w, c, visit)
		if w.mode == reading && w.err == nil && len(*c) > slabChunk {
			w.err = errTorn
			return
		}
		if w.mode == reading {
			*c = append(make([]T, 0, slabChunk), *c...)
		}
	})
}

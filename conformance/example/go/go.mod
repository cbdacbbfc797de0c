module example.org/wallet

go 1.26.0

require github.com/vouch-kz/vouch v0.0.0

require (
	github.com/anishathalye/porcupine v1.3.1 // indirect
	github.com/brianvoe/gofakeit/v6 v6.28.0 // indirect
	github.com/danielgtaylor/huma/v2 v2.37.2 // indirect
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/jonboulle/clockwork v0.5.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

// In a repository of your own, name a version above and leave this line out.
replace github.com/vouch-kz/vouch => ../../..

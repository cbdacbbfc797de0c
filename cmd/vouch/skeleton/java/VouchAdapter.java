// An adapter between the contract of vouch and this build's own API: Java 17, no packages.
// Start it with: java VouchAdapter.java
// It answers what it can do, and 501 for the rest. Declare an ability below only when the routes behind it work.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

public final class VouchAdapter {
    static final String CAPABILITIES = """
            {"name":"our wallet","version":"1","programmes":"@PROGRAMME@","parties":[@PARTIES_DOUBLE@],"readings":{},
             "clock":false,"worlds":false,"settings":false,"choices":false,"reasons":true,"events":false,"digest":false,"prompt":false}""";

    /** What was asked: who, under which key, in which world, and the JSON of the body. */
    record Asked(String actor, String key, String world, String query, String body) {}

    /** What is answered: a status and JSON. */
    record Answer(int status, String json) {}

    /** A no of the programme: new Refusal(409, "voucher-expired", "FOOD-EXPIRY-001"). */
    static final class Refusal extends RuntimeException {
        final int status;
        final String reason;
        final String requirement;

        Refusal(int status, String reason, String requirement) {
            super(reason);
            this.status = status;
            this.reason = reason;
            this.requirement = requirement;
        }
    }

    interface Route { Answer answer(Asked asked) throws Exception; }

    // One entry for each route of the contract. Translate to your own API here; Spring's MVC does as well.
    static final Map<String, Route> ROUTES = Map.of(
            "GET /control/v1/capabilities", asked -> new Answer(200, CAPABILITIES)
            // "POST /control/v1/worlds", asked -> new Answer(201, ourTests.tenant(asked.body())),
            // "POST /control/v1/worlds/{world}/clock", asked -> new Answer(200, ourTests.moveClock(asked.world(), asked.body())),
            // "POST /control/v1/worlds/{world}/tokens", asked -> new Answer(200, ourTests.token(asked.world(), asked.body())),
            // "POST /v1/commands/purchase", asked -> new Answer(200, ourApi.pay(asked)),
            // "GET /v1/records/food_wallet", asked -> new Answer(200, ourApi.wallet(asked))
    );

    static Answer answer(HttpExchange exchange) throws Exception {
        String path = exchange.getRequestURI().getPath();
        String world = exchange.getRequestHeaders().getFirst("Vouch-World");
        String token = System.getenv().getOrDefault("VOUCH_CONTROL_TOKEN", "");
        if (path.startsWith("/control/") && !token.isEmpty()
                && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new Refusal(401, "token-unknown", "");
        }
        if (path.startsWith("/control/v1/worlds/")) {
            world = path.split("/")[4];
            path = path.replaceFirst("/worlds/[^/]+", "/worlds/{world}");
        }
        Route route = ROUTES.get(exchange.getRequestMethod() + " " + path);
        if (route == null) {
            throw new Refusal(501, "unsupported", "");
        }
        return route.answer(new Asked(exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"), world, exchange.getRequestURI().getQuery(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    static void serve(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            answer = answer(exchange);
        } catch (Refusal no) {
            answer = problem(no.status, no.reason, no.requirement);
        } catch (Exception fault) {
            answer = problem(500, "internal", "");
        }
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static Answer problem(int status, String reason, String requirement) {
        String cited = requirement.isEmpty() ? "" : ",\"requirement\":\"" + requirement + "\"";
        return new Answer(status, "{\"type\":\"urn:vouch:reason:" + reason + "\",\"title\":\"" + reason + "\",\"status\":" + status
                + ",\"reason\":\"" + reason + "\"" + cited + "}");
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", VouchAdapter::serve);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    }
}

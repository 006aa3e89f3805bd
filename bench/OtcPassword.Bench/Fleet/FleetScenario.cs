using System.Globalization;

namespace OtcPassword.Bench.Fleet;

/// <summary>A cloud with many servers of one key pair. Their passwords are encrypted before the emulator listens.</summary>
internal static class FleetScenario
{
    public static string Json(int servers, bool isBareMetal = false) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "encryptAtStart": true,
          "settings": { "defaultPageSize": 1000 },
          "domains": [ {
            "name": "OTC00000000001000000001",
            "projects": [ "eu-de_web" ],
            "users": [ { "name": "admin", "password": "Emulator-1!" } ]
          } ],
          "keyPairs": [ { "name": "KeyPair-web", "user": "admin" } ],
          "servers": [ {
            "name": "web-{n}",
            "bareMetal": {{(isBareMetal ? "true" : "false")}},
            "project": "eu-de_web",
            "keyPair": "KeyPair-web",
            "count": {{servers}}
          } ]
        }
        """);
}

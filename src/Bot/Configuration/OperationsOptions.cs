namespace TriageBot.Bot.Configuration;

/// <summary>What the service shows of itself.</summary>
internal sealed class OperationsOptions
{
    /// <summary>Address and port on this machine for <c>/health</c> and <c>/metrics</c>, e.g. <c>127.0.0.1:9464</c>. Default: none, which means no port.</summary>
    public string Listen { get; set; } = "";

    /// <summary>Where traces go by OTLP, e.g. <c>http://127.0.0.1:4317</c>. Default: none, which means no traces.</summary>
    public Uri? Traces { get; set; }

    /// <summary><c>text</c> or <c>json</c>. Default: <c>text</c>; under systemd lines carry its priorities.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>Name of this node in runs, logs and metrics. Default: the name of the machine.</summary>
    public string Node { get; set; } = Environment.MachineName;
}

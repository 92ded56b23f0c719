using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MobilityFleet.Tests;

/// <summary>
/// Stand-in of ConvertFrom-Json of Microsoft.PowerShell.Utility, as far as the module uses it. As in PowerShell 7 a text that is a time becomes a
/// DateTime; with the environment variable JSON_OF=5.1 it stays a text, as in Windows PowerShell.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonStandIn : PSCmdlet
{
    private readonly List<string> lines = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    protected override void ProcessRecord() => lines.Add(InputObject);

    protected override void EndProcessing()
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(string.Join('\n', lines)))
            {
                DateParseHandling = Editions.IsOld ? DateParseHandling.None : DateParseHandling.DateTime,
            };
            WriteObject(Value(JToken.ReadFrom(reader)));
        }
        catch (JsonException problem)
        {
            ThrowTerminatingError(new ErrorRecord(new ArgumentException($"Conversion from JSON failed with error: {problem.Message}"), "NotJson", ErrorCategory.InvalidArgument, null));
        }
    }

    private static object? Value(JToken token) => token switch
    {
        JObject map => Map(map),
        JArray list => list.Select(Value).ToArray(),
        JValue { Value: long number } when Editions.IsOld && number == (int)number => (int)number,
        JValue value => value.Value,
        _ => throw new JsonException($"unexpected {token.Type}"),
    };

    private static PSObject Map(JObject map)
    {
        var made = new PSObject();
        foreach (var (name, value) in map) made.Properties.Add(new PSNoteProperty(name, value is null ? null : Value(value)));
        return made;
    }
}

/// <summary>Stand-in of ConvertTo-Json: what is deeper than Depth becomes its text, a time becomes what the edition makes of it.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
public sealed class ConvertToJsonStandIn : PSCmdlet
{
    private readonly List<object?> given = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    protected override void ProcessRecord() => given.Add(InputObject);

    protected override void EndProcessing()
    {
        var made = Token(given.Count == 1 ? given[0] : given, 0);
        WriteObject(made.ToString(Compress ? Formatting.None : Formatting.Indented));
    }

    private JToken Token(object? value, int depth)
    {
        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null: return JValue.CreateNull();
            case DateTime time when Editions.IsOld: return new JRaw($"\"\\/Date({new DateTimeOffset(time).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)})\\/\"");
            case string or bool or DateTime or DateTimeOffset or Guid: return new JValue(plain);
            case Enum or char: return plain is char ? new JValue(plain.ToString()) : new JValue(Convert.ToInt64(plain, CultureInfo.InvariantCulture));
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal: return new JValue(plain);
        }
        if (depth > Depth) return new JValue(LanguagePrimitives.ConvertTo<string>(value));
        if (plain is IDictionary map)
            return new JObject(map.Keys.Cast<object>().Select(key => new JProperty(LanguagePrimitives.ConvertTo<string>(key), Token(map[key], depth + 1))));
        if (plain is IEnumerable list) return new JArray(list.Cast<object?>().Select(one => Token(one, depth + 1)));
        return new JObject(PSObject.AsPSObject(plain).Properties.Select(property => new JProperty(property.Name, Token(property.Value, depth + 1))));
    }
}

internal static class Editions
{
    internal static bool IsOld => Environment.GetEnvironmentVariable("JSON_OF") == "5.1";
}

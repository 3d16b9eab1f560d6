/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// A 64-bit integer as a number; beyond 2^53 it would be another one.
const $number = (value) => {
  const number = typeof value === "number" ? value : value.toNumber();
  if (!Number.isSafeInteger(number))
    throw RangeError("a 64-bit field holds " + value + ", which is no safe integer");
  return number;
};

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["spillway"] || ($protobuf.roots["spillway"] = {});

export const spillway = $root.spillway = (() => {

    /**
     * Namespace spillway.
     * @exports spillway
     * @namespace
     */
    const spillway = {};

    spillway.SegmentHeader = (function() {

        /**
         * Properties of a SegmentHeader.
         * @typedef {Object} spillway.SegmentHeader.$Properties
         * @property {string|null} [schema] SegmentHeader schema
         * @property {string|null} [cardHash] SegmentHeader cardHash
         * @property {string|null} [seed] SegmentHeader seed
         * @property {number|null} [run] SegmentHeader run
         * @property {number|null} [spill] SegmentHeader spill
         * @property {string|null} [fidelity] SegmentHeader fidelity
         * @property {Array.<spillway.Source.$Properties>|null} [sources] SegmentHeader sources
         * @property {string|null} [mode] SegmentHeader mode
         * @property {string|null} [menuHash] SegmentHeader menuHash
         * @property {spillway.Burst.$Properties|null} [burst] SegmentHeader burst
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SegmentHeader.
         * @memberof spillway
         * @interface ISegmentHeader
         * @augments spillway.SegmentHeader.$Properties
         * @deprecated Use spillway.SegmentHeader.$Properties instead.
         */

        /**
         * Shape of a SegmentHeader.
         * @typedef {spillway.SegmentHeader.$Properties} spillway.SegmentHeader.$Shape
         */

        /**
         * Constructs a new SegmentHeader.
         * @memberof spillway
         * @classdesc Represents a SegmentHeader.
         * @constructor
         * @param {spillway.SegmentHeader.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SegmentHeader = function (properties) {
            this.sources = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SegmentHeader schema.
         * @member {string} schema
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.schema = "";

        /**
         * SegmentHeader cardHash.
         * @member {string} cardHash
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.cardHash = "";

        /**
         * SegmentHeader seed.
         * @member {string} seed
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.seed = "";

        /**
         * SegmentHeader run.
         * @member {number} run
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.run = 0;

        /**
         * SegmentHeader spill.
         * @member {number} spill
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.spill = 0;

        /**
         * SegmentHeader fidelity.
         * @member {string} fidelity
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.fidelity = "";

        /**
         * SegmentHeader sources.
         * @member {Array.<spillway.Source.$Properties>} sources
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.sources = $util.emptyArray;

        /**
         * SegmentHeader mode.
         * @member {string} mode
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.mode = "";

        /**
         * SegmentHeader menuHash.
         * @member {string} menuHash
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.menuHash = "";

        /**
         * SegmentHeader burst.
         * @member {spillway.Burst.$Properties|null|undefined} burst
         * @memberof spillway.SegmentHeader
         * @instance
         */
        SegmentHeader.prototype.burst = null;

        /**
         * Encodes the specified SegmentHeader message. Does not implicitly {@link spillway.SegmentHeader.verify|verify} messages.
         * @function encode
         * @memberof spillway.SegmentHeader
         * @static
         * @param {spillway.SegmentHeader.$Properties} message SegmentHeader message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SegmentHeader.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.schema != null && $Object.hasOwnProperty.call(message, "schema") && message.schema !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.schema);
            if (message.cardHash != null && $Object.hasOwnProperty.call(message, "cardHash") && message.cardHash !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.cardHash);
            if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.seed);
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.run);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.spill);
            if (message.fidelity != null && $Object.hasOwnProperty.call(message, "fidelity") && message.fidelity !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.fidelity);
            if (message.sources != null && message.sources.length)
                for (let i = 0; i < message.sources.length; ++i)
                    $root.spillway.Source.encode(message.sources[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.mode);
            if (message.menuHash != null && $Object.hasOwnProperty.call(message, "menuHash") && message.menuHash !== "")
                writer.uint32(/* id 9, wireType 2 =*/74).string(message.menuHash);
            if (message.burst != null && $Object.hasOwnProperty.call(message, "burst"))
                $root.spillway.Burst.encode(message.burst, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SegmentHeader message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.SegmentHeader
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.SegmentHeader & spillway.SegmentHeader.$Shape} SegmentHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SegmentHeader.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.SegmentHeader();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.schema = value;
                        else
                            delete message.schema;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.cardHash = value;
                        else
                            delete message.cardHash;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.seed = value;
                        else
                            delete message.seed;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fidelity = value;
                        else
                            delete message.fidelity;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.sources && message.sources.length))
                            message.sources = [];
                        message.sources.push($root.spillway.Source.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mode = value;
                        else
                            delete message.mode;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.menuHash = value;
                        else
                            delete message.menuHash;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.burst = $root.spillway.Burst.decode(reader, reader.size(), $undefined, _depth + 1, message.burst);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SegmentHeader
         * @function getTypeUrl
         * @memberof spillway.SegmentHeader
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SegmentHeader.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.SegmentHeader";
        };

        return SegmentHeader;
    })();

    spillway.Burst = (function() {

        /**
         * Properties of a Burst.
         * @typedef {Object} spillway.Burst.$Properties
         * @property {spillway.Scalers.$Properties|null} [scalers] Burst scalers
         * @property {Array.<number>|null} [coincidences] Burst coincidences
         * @property {Array.<number>|null} [busyCoincidences] Burst busyCoincidences
         * @property {number|null} [noTerm] Burst noTerm
         * @property {number|null} [prescaled] Burst prescaled
         * @property {Array.<number>|null} [ecal] Burst ecal
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Burst.
         * @memberof spillway
         * @interface IBurst
         * @augments spillway.Burst.$Properties
         * @deprecated Use spillway.Burst.$Properties instead.
         */

        /**
         * Shape of a Burst.
         * @typedef {spillway.Burst.$Properties} spillway.Burst.$Shape
         */

        /**
         * Constructs a new Burst.
         * @memberof spillway
         * @classdesc Represents a Burst.
         * @constructor
         * @param {spillway.Burst.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Burst = function (properties) {
            this.coincidences = [];
            this.busyCoincidences = [];
            this.ecal = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Burst scalers.
         * @member {spillway.Scalers.$Properties|null|undefined} scalers
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.scalers = null;

        /**
         * Burst coincidences.
         * @member {Array.<number>} coincidences
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.coincidences = $util.emptyArray;

        /**
         * Burst busyCoincidences.
         * @member {Array.<number>} busyCoincidences
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.busyCoincidences = $util.emptyArray;

        /**
         * Burst noTerm.
         * @member {number} noTerm
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.noTerm = 0;

        /**
         * Burst prescaled.
         * @member {number} prescaled
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.prescaled = 0;

        /**
         * Burst ecal.
         * @member {Array.<number>} ecal
         * @memberof spillway.Burst
         * @instance
         */
        Burst.prototype.ecal = $util.emptyArray;

        /**
         * Encodes the specified Burst message. Does not implicitly {@link spillway.Burst.verify|verify} messages.
         * @function encode
         * @memberof spillway.Burst
         * @static
         * @param {spillway.Burst.$Properties} message Burst message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Burst.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.scalers != null && $Object.hasOwnProperty.call(message, "scalers"))
                $root.spillway.Scalers.encode(message.scalers, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.coincidences != null && message.coincidences.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.coincidences);
            if (message.busyCoincidences != null && message.busyCoincidences.length)
                writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.busyCoincidences);
            if (message.noTerm != null && $Object.hasOwnProperty.call(message, "noTerm") && (typeof message.noTerm === "object" ? message.noTerm.low || message.noTerm.high : message.noTerm !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.noTerm);
            if (message.prescaled != null && $Object.hasOwnProperty.call(message, "prescaled") && (typeof message.prescaled === "object" ? message.prescaled.low || message.prescaled.high : message.prescaled !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.prescaled);
            if (message.ecal != null && message.ecal.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.ecal);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Burst message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Burst
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Burst & spillway.Burst.$Shape} Burst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Burst.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Burst();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.scalers = $root.spillway.Scalers.decode(reader, reader.size(), $undefined, _depth + 1, message.scalers);
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.coincidences && message.coincidences.length))
                                message.coincidences = [];
                            reader.uint32s(message.coincidences);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.coincidences && message.coincidences.length))
                            message.coincidences = [];
                        message.coincidences.push(reader.uint32());
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.busyCoincidences && message.busyCoincidences.length))
                                message.busyCoincidences = [];
                            reader.uint32s(message.busyCoincidences);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.busyCoincidences && message.busyCoincidences.length))
                            message.busyCoincidences = [];
                        message.busyCoincidences.push(reader.uint32());
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.noTerm = value;
                        else
                            delete message.noTerm;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.prescaled = value;
                        else
                            delete message.prescaled;
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.ecal && message.ecal.length))
                                message.ecal = [];
                            reader.uint32s(message.ecal);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.ecal && message.ecal.length))
                            message.ecal = [];
                        message.ecal.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Burst
         * @function getTypeUrl
         * @memberof spillway.Burst
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Burst.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Burst";
        };

        return Burst;
    })();

    spillway.Source = (function() {

        /**
         * Properties of a Source.
         * @typedef {Object} spillway.Source.$Properties
         * @property {string|null} [name] Source name
         * @property {number|null} [channels] Source channels
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Source.
         * @memberof spillway
         * @interface ISource
         * @augments spillway.Source.$Properties
         * @deprecated Use spillway.Source.$Properties instead.
         */

        /**
         * Shape of a Source.
         * @typedef {spillway.Source.$Properties} spillway.Source.$Shape
         */

        /**
         * Constructs a new Source.
         * @memberof spillway
         * @classdesc Represents a Source.
         * @constructor
         * @param {spillway.Source.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Source = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Source name.
         * @member {string} name
         * @memberof spillway.Source
         * @instance
         */
        Source.prototype.name = "";

        /**
         * Source channels.
         * @member {number} channels
         * @memberof spillway.Source
         * @instance
         */
        Source.prototype.channels = 0;

        /**
         * Encodes the specified Source message. Does not implicitly {@link spillway.Source.verify|verify} messages.
         * @function encode
         * @memberof spillway.Source
         * @static
         * @param {spillway.Source.$Properties} message Source message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Source.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.channels != null && $Object.hasOwnProperty.call(message, "channels") && message.channels !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.channels);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Source message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Source
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Source & spillway.Source.$Shape} Source
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Source.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Source();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.channels = value;
                        else
                            delete message.channels;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Source
         * @function getTypeUrl
         * @memberof spillway.Source
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Source.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Source";
        };

        return Source;
    })();

    spillway.BeginOfBurst = (function() {

        /**
         * Properties of a BeginOfBurst.
         * @typedef {Object} spillway.BeginOfBurst.$Properties
         * @property {number|null} [run] BeginOfBurst run
         * @property {number|null} [spill] BeginOfBurst spill
         * @property {boolean|null} [staged] BeginOfBurst staged
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a BeginOfBurst.
         * @memberof spillway
         * @interface IBeginOfBurst
         * @augments spillway.BeginOfBurst.$Properties
         * @deprecated Use spillway.BeginOfBurst.$Properties instead.
         */

        /**
         * Shape of a BeginOfBurst.
         * @typedef {spillway.BeginOfBurst.$Properties} spillway.BeginOfBurst.$Shape
         */

        /**
         * Constructs a new BeginOfBurst.
         * @memberof spillway
         * @classdesc Represents a BeginOfBurst.
         * @constructor
         * @param {spillway.BeginOfBurst.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const BeginOfBurst = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * BeginOfBurst run.
         * @member {number} run
         * @memberof spillway.BeginOfBurst
         * @instance
         */
        BeginOfBurst.prototype.run = 0;

        /**
         * BeginOfBurst spill.
         * @member {number} spill
         * @memberof spillway.BeginOfBurst
         * @instance
         */
        BeginOfBurst.prototype.spill = 0;

        /**
         * BeginOfBurst staged.
         * @member {boolean} staged
         * @memberof spillway.BeginOfBurst
         * @instance
         */
        BeginOfBurst.prototype.staged = false;

        /**
         * Encodes the specified BeginOfBurst message. Does not implicitly {@link spillway.BeginOfBurst.verify|verify} messages.
         * @function encode
         * @memberof spillway.BeginOfBurst
         * @static
         * @param {spillway.BeginOfBurst.$Properties} message BeginOfBurst message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        BeginOfBurst.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.run);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.spill);
            if (message.staged != null && $Object.hasOwnProperty.call(message, "staged") && message.staged !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.staged);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a BeginOfBurst message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.BeginOfBurst
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.BeginOfBurst & spillway.BeginOfBurst.$Shape} BeginOfBurst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        BeginOfBurst.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.BeginOfBurst();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.staged = value;
                        else
                            delete message.staged;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for BeginOfBurst
         * @function getTypeUrl
         * @memberof spillway.BeginOfBurst
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        BeginOfBurst.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.BeginOfBurst";
        };

        return BeginOfBurst;
    })();

    spillway.EventHeader = (function() {

        /**
         * Properties of an EventHeader.
         * @typedef {Object} spillway.EventHeader.$Properties
         * @property {number|null} [run] EventHeader run
         * @property {number|null} [spill] EventHeader spill
         * @property {number|null} [event] EventHeader event
         * @property {number|null} [type] EventHeader type
         * @property {number|null} [tick] EventHeader tick
         * @property {number|null} [presented] EventHeader presented
         * @property {number|null} [triggers] EventHeader triggers
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an EventHeader.
         * @memberof spillway
         * @interface IEventHeader
         * @augments spillway.EventHeader.$Properties
         * @deprecated Use spillway.EventHeader.$Properties instead.
         */

        /**
         * Shape of an EventHeader.
         * @typedef {spillway.EventHeader.$Properties} spillway.EventHeader.$Shape
         */

        /**
         * Constructs a new EventHeader.
         * @memberof spillway
         * @classdesc Represents an EventHeader.
         * @constructor
         * @param {spillway.EventHeader.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const EventHeader = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * EventHeader run.
         * @member {number} run
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.run = 0;

        /**
         * EventHeader spill.
         * @member {number} spill
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.spill = 0;

        /**
         * EventHeader event.
         * @member {number} event
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.event = 0;

        /**
         * EventHeader type.
         * @member {number} type
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.type = 0;

        /**
         * EventHeader tick.
         * @member {number} tick
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.tick = 0;

        /**
         * EventHeader presented.
         * @member {number} presented
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.presented = 0;

        /**
         * EventHeader triggers.
         * @member {number} triggers
         * @memberof spillway.EventHeader
         * @instance
         */
        EventHeader.prototype.triggers = 0;

        /**
         * Encodes the specified EventHeader message. Does not implicitly {@link spillway.EventHeader.verify|verify} messages.
         * @function encode
         * @memberof spillway.EventHeader
         * @static
         * @param {spillway.EventHeader.$Properties} message EventHeader message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        EventHeader.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.run);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.spill);
            if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.event);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.type);
            if (message.tick != null && $Object.hasOwnProperty.call(message, "tick") && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.tick);
            if (message.presented != null && $Object.hasOwnProperty.call(message, "presented") && message.presented !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.presented);
            if (message.triggers != null && $Object.hasOwnProperty.call(message, "triggers") && message.triggers !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.triggers);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an EventHeader message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.EventHeader
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.EventHeader & spillway.EventHeader.$Shape} EventHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        EventHeader.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.EventHeader();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.event = value;
                        else
                            delete message.event;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.tick = value;
                        else
                            delete message.tick;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.presented = value;
                        else
                            delete message.presented;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.triggers = value;
                        else
                            delete message.triggers;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for EventHeader
         * @function getTypeUrl
         * @memberof spillway.EventHeader
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        EventHeader.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.EventHeader";
        };

        return EventHeader;
    })();

    spillway.Energies = (function() {

        /**
         * Properties of an Energies.
         * @typedef {Object} spillway.Energies.$Properties
         * @property {Array.<number>|null} [channel] Energies channel
         * @property {Array.<number>|null} [energyKev] Energies energyKev
         * @property {Array.<number>|null} [timePs] Energies timePs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Energies.
         * @memberof spillway
         * @interface IEnergies
         * @augments spillway.Energies.$Properties
         * @deprecated Use spillway.Energies.$Properties instead.
         */

        /**
         * Shape of an Energies.
         * @typedef {spillway.Energies.$Properties} spillway.Energies.$Shape
         */

        /**
         * Constructs a new Energies.
         * @memberof spillway
         * @classdesc Represents an Energies.
         * @constructor
         * @param {spillway.Energies.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Energies = function (properties) {
            this.channel = [];
            this.energyKev = [];
            this.timePs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Energies channel.
         * @member {Array.<number>} channel
         * @memberof spillway.Energies
         * @instance
         */
        Energies.prototype.channel = $util.emptyArray;

        /**
         * Energies energyKev.
         * @member {Array.<number>} energyKev
         * @memberof spillway.Energies
         * @instance
         */
        Energies.prototype.energyKev = $util.emptyArray;

        /**
         * Energies timePs.
         * @member {Array.<number>} timePs
         * @memberof spillway.Energies
         * @instance
         */
        Energies.prototype.timePs = $util.emptyArray;

        /**
         * Encodes the specified Energies message. Does not implicitly {@link spillway.Energies.verify|verify} messages.
         * @function encode
         * @memberof spillway.Energies
         * @static
         * @param {spillway.Energies.$Properties} message Energies message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Energies.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channel != null && message.channel.length)
                writer.uint32(/* id 1, wireType 2 =*/10).uint32s(message.channel);
            if (message.energyKev != null && message.energyKev.length)
                writer.uint32(/* id 2, wireType 2 =*/18).sint32s(message.energyKev);
            if (message.timePs != null && message.timePs.length)
                writer.uint32(/* id 3, wireType 2 =*/26).sint32s(message.timePs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Energies message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Energies
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Energies & spillway.Energies.$Shape} Energies
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Energies.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Energies();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.channel && message.channel.length))
                                message.channel = [];
                            reader.uint32s(message.channel);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.channel && message.channel.length))
                            message.channel = [];
                        message.channel.push(reader.uint32());
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.energyKev && message.energyKev.length))
                                message.energyKev = [];
                            reader.sint32s(message.energyKev);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.energyKev && message.energyKev.length))
                            message.energyKev = [];
                        message.energyKev.push(reader.sint32());
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.timePs && message.timePs.length))
                                message.timePs = [];
                            reader.sint32s(message.timePs);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.timePs && message.timePs.length))
                            message.timePs = [];
                        message.timePs.push(reader.sint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Energies
         * @function getTypeUrl
         * @memberof spillway.Energies
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Energies.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Energies";
        };

        return Energies;
    })();

    spillway.Waveforms = (function() {

        /**
         * Properties of a Waveforms.
         * @typedef {Object} spillway.Waveforms.$Properties
         * @property {Array.<number>|null} [channel] Waveforms channel
         * @property {Uint8Array|null} [samples] Waveforms samples
         * @property {number|null} [phasePs] Waveforms phasePs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Waveforms.
         * @memberof spillway
         * @interface IWaveforms
         * @augments spillway.Waveforms.$Properties
         * @deprecated Use spillway.Waveforms.$Properties instead.
         */

        /**
         * Shape of a Waveforms.
         * @typedef {spillway.Waveforms.$Properties} spillway.Waveforms.$Shape
         */

        /**
         * Constructs a new Waveforms.
         * @memberof spillway
         * @classdesc Represents a Waveforms.
         * @constructor
         * @param {spillway.Waveforms.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Waveforms = function (properties) {
            this.channel = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Waveforms channel.
         * @member {Array.<number>} channel
         * @memberof spillway.Waveforms
         * @instance
         */
        Waveforms.prototype.channel = $util.emptyArray;

        /**
         * Waveforms samples.
         * @member {Uint8Array} samples
         * @memberof spillway.Waveforms
         * @instance
         */
        Waveforms.prototype.samples = $util.newBuffer([]);

        /**
         * Waveforms phasePs.
         * @member {number} phasePs
         * @memberof spillway.Waveforms
         * @instance
         */
        Waveforms.prototype.phasePs = 0;

        /**
         * Encodes the specified Waveforms message. Does not implicitly {@link spillway.Waveforms.verify|verify} messages.
         * @function encode
         * @memberof spillway.Waveforms
         * @static
         * @param {spillway.Waveforms.$Properties} message Waveforms message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Waveforms.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channel != null && message.channel.length)
                writer.uint32(/* id 1, wireType 2 =*/10).uint32s(message.channel);
            if (message.samples != null && $Object.hasOwnProperty.call(message, "samples") && message.samples.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.samples);
            if (message.phasePs != null && $Object.hasOwnProperty.call(message, "phasePs") && message.phasePs !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.phasePs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Waveforms message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Waveforms
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Waveforms & spillway.Waveforms.$Shape} Waveforms
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Waveforms.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Waveforms();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.channel && message.channel.length))
                                message.channel = [];
                            reader.uint32s(message.channel);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.channel && message.channel.length))
                            message.channel = [];
                        message.channel.push(reader.uint32());
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.samples = value;
                        else
                            delete message.samples;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.phasePs = value;
                        else
                            delete message.phasePs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Waveforms
         * @function getTypeUrl
         * @memberof spillway.Waveforms
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Waveforms.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Waveforms";
        };

        return Waveforms;
    })();

    spillway.Hits = (function() {

        /**
         * Properties of a Hits.
         * @typedef {Object} spillway.Hits.$Properties
         * @property {Array.<number>|null} [strip] Hits strip
         * @property {Array.<number>|null} [amplitude] Hits amplitude
         * @property {Array.<number>|null} [timeTicks] Hits timeTicks
         * @property {Array.<number>|null} [tube] Hits tube
         * @property {Array.<number>|null} [tdc] Hits tdc
         * @property {Array.<number>|null} [sample] Hits sample
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Hits.
         * @memberof spillway
         * @interface IHits
         * @augments spillway.Hits.$Properties
         * @deprecated Use spillway.Hits.$Properties instead.
         */

        /**
         * Shape of a Hits.
         * @typedef {spillway.Hits.$Properties} spillway.Hits.$Shape
         */

        /**
         * Constructs a new Hits.
         * @memberof spillway
         * @classdesc Represents a Hits.
         * @constructor
         * @param {spillway.Hits.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Hits = function (properties) {
            this.strip = [];
            this.amplitude = [];
            this.timeTicks = [];
            this.tube = [];
            this.tdc = [];
            this.sample = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Hits strip.
         * @member {Array.<number>} strip
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.strip = $util.emptyArray;

        /**
         * Hits amplitude.
         * @member {Array.<number>} amplitude
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.amplitude = $util.emptyArray;

        /**
         * Hits timeTicks.
         * @member {Array.<number>} timeTicks
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.timeTicks = $util.emptyArray;

        /**
         * Hits tube.
         * @member {Array.<number>} tube
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.tube = $util.emptyArray;

        /**
         * Hits tdc.
         * @member {Array.<number>} tdc
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.tdc = $util.emptyArray;

        /**
         * Hits sample.
         * @member {Array.<number>} sample
         * @memberof spillway.Hits
         * @instance
         */
        Hits.prototype.sample = $util.emptyArray;

        /**
         * Encodes the specified Hits message. Does not implicitly {@link spillway.Hits.verify|verify} messages.
         * @function encode
         * @memberof spillway.Hits
         * @static
         * @param {spillway.Hits.$Properties} message Hits message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Hits.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.strip != null && message.strip.length)
                writer.uint32(/* id 1, wireType 2 =*/10).uint32s(message.strip);
            if (message.amplitude != null && message.amplitude.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.amplitude);
            if (message.timeTicks != null && message.timeTicks.length)
                writer.uint32(/* id 3, wireType 2 =*/26).sint32s(message.timeTicks);
            if (message.tube != null && message.tube.length)
                writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.tube);
            if (message.tdc != null && message.tdc.length)
                writer.uint32(/* id 5, wireType 2 =*/42).uint32s(message.tdc);
            if (message.sample != null && message.sample.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.sample);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Hits message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Hits
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Hits & spillway.Hits.$Shape} Hits
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Hits.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Hits();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.strip && message.strip.length))
                                message.strip = [];
                            reader.uint32s(message.strip);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.strip && message.strip.length))
                            message.strip = [];
                        message.strip.push(reader.uint32());
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.amplitude && message.amplitude.length))
                                message.amplitude = [];
                            reader.uint32s(message.amplitude);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.amplitude && message.amplitude.length))
                            message.amplitude = [];
                        message.amplitude.push(reader.uint32());
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.timeTicks && message.timeTicks.length))
                                message.timeTicks = [];
                            reader.sint32s(message.timeTicks);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.timeTicks && message.timeTicks.length))
                            message.timeTicks = [];
                        message.timeTicks.push(reader.sint32());
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.tube && message.tube.length))
                                message.tube = [];
                            reader.uint32s(message.tube);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.tube && message.tube.length))
                            message.tube = [];
                        message.tube.push(reader.uint32());
                        continue;
                    }
                case 5: {
                        if (wireType === 2) {
                            if (!(message.tdc && message.tdc.length))
                                message.tdc = [];
                            reader.uint32s(message.tdc);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.tdc && message.tdc.length))
                            message.tdc = [];
                        message.tdc.push(reader.uint32());
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.sample && message.sample.length))
                                message.sample = [];
                            reader.uint32s(message.sample);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.sample && message.sample.length))
                            message.sample = [];
                        message.sample.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Hits
         * @function getTypeUrl
         * @memberof spillway.Hits
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Hits.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Hits";
        };

        return Hits;
    })();

    spillway.Body = (function() {

        /**
         * Properties of a Body.
         * @typedef {Object} spillway.Body.$Properties
         * @property {spillway.Energies.$Properties|null} [energies] Body energies
         * @property {spillway.Waveforms.$Properties|null} [waveforms] Body waveforms
         * @property {spillway.Hits.$Properties|null} [hits] Body hits
         * @property {"energies"|"waveforms"|"hits"} [detail] Body detail
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Body.
         * @memberof spillway
         * @interface IBody
         * @augments spillway.Body.$Properties
         * @deprecated Use spillway.Body.$Properties instead.
         */

        /**
         * Narrowed shape of a Body.
         * @typedef {{
         *   energies?: spillway.Energies.$Shape|null;
         *   waveforms?: spillway.Waveforms.$Shape|null;
         *   hits?: spillway.Hits.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ detail?: undefined; energies?: null; waveforms?: null; hits?: null }|{ detail?: "energies"; energies: spillway.Energies.$Shape; waveforms?: null; hits?: null }|{ detail?: "waveforms"; energies?: null; waveforms: spillway.Waveforms.$Shape; hits?: null }|{ detail?: "hits"; energies?: null; waveforms?: null; hits: spillway.Hits.$Shape })
         * )} spillway.Body.$Shape
         */

        /**
         * Constructs a new Body.
         * @memberof spillway
         * @classdesc Represents a Body.
         * @constructor
         * @param {spillway.Body.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Body = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Body energies.
         * @member {spillway.Energies.$Properties|null|undefined} energies
         * @memberof spillway.Body
         * @instance
         */
        Body.prototype.energies = null;

        /**
         * Body waveforms.
         * @member {spillway.Waveforms.$Properties|null|undefined} waveforms
         * @memberof spillway.Body
         * @instance
         */
        Body.prototype.waveforms = null;

        /**
         * Body hits.
         * @member {spillway.Hits.$Properties|null|undefined} hits
         * @memberof spillway.Body
         * @instance
         */
        Body.prototype.hits = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * Body detail.
         * @member {"energies"|"waveforms"|"hits"|undefined} detail
         * @memberof spillway.Body
         * @instance
         */
        $Object.defineProperty(Body.prototype, "detail", {
            get: $util.oneOfGetter($oneOfFields = ["energies", "waveforms", "hits"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified Body message. Does not implicitly {@link spillway.Body.verify|verify} messages.
         * @function encode
         * @memberof spillway.Body
         * @static
         * @param {spillway.Body.$Properties} message Body message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Body.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.energies != null && $Object.hasOwnProperty.call(message, "energies"))
                $root.spillway.Energies.encode(message.energies, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.waveforms != null && $Object.hasOwnProperty.call(message, "waveforms"))
                $root.spillway.Waveforms.encode(message.waveforms, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.hits != null && $Object.hasOwnProperty.call(message, "hits"))
                $root.spillway.Hits.encode(message.hits, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Body message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Body
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Body & spillway.Body.$Shape} Body
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Body.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Body();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.energies = $root.spillway.Energies.decode(reader, reader.size(), $undefined, _depth + 1, message.energies);
                        message.detail = "energies";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.waveforms = $root.spillway.Waveforms.decode(reader, reader.size(), $undefined, _depth + 1, message.waveforms);
                        message.detail = "waveforms";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.hits = $root.spillway.Hits.decode(reader, reader.size(), $undefined, _depth + 1, message.hits);
                        message.detail = "hits";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Body
         * @function getTypeUrl
         * @memberof spillway.Body
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Body.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Body";
        };

        return Body;
    })();

    spillway.Fragment = (function() {

        /**
         * Properties of a Fragment.
         * @typedef {Object} spillway.Fragment.$Properties
         * @property {number|null} [source] Fragment source
         * @property {number|null} [spill] Fragment spill
         * @property {number|null} [event] Fragment event
         * @property {number|null} [tick] Fragment tick
         * @property {Uint8Array|null} [body] Fragment body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Fragment.
         * @memberof spillway
         * @interface IFragment
         * @augments spillway.Fragment.$Properties
         * @deprecated Use spillway.Fragment.$Properties instead.
         */

        /**
         * Shape of a Fragment.
         * @typedef {spillway.Fragment.$Properties} spillway.Fragment.$Shape
         */

        /**
         * Constructs a new Fragment.
         * @memberof spillway
         * @classdesc Represents a Fragment.
         * @constructor
         * @param {spillway.Fragment.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Fragment = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Fragment source.
         * @member {number} source
         * @memberof spillway.Fragment
         * @instance
         */
        Fragment.prototype.source = 0;

        /**
         * Fragment spill.
         * @member {number} spill
         * @memberof spillway.Fragment
         * @instance
         */
        Fragment.prototype.spill = 0;

        /**
         * Fragment event.
         * @member {number} event
         * @memberof spillway.Fragment
         * @instance
         */
        Fragment.prototype.event = 0;

        /**
         * Fragment tick.
         * @member {number} tick
         * @memberof spillway.Fragment
         * @instance
         */
        Fragment.prototype.tick = 0;

        /**
         * Fragment body.
         * @member {Uint8Array} body
         * @memberof spillway.Fragment
         * @instance
         */
        Fragment.prototype.body = $util.newBuffer([]);

        /**
         * Encodes the specified Fragment message. Does not implicitly {@link spillway.Fragment.verify|verify} messages.
         * @function encode
         * @memberof spillway.Fragment
         * @static
         * @param {spillway.Fragment.$Properties} message Fragment message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Fragment.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.source);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.spill);
            if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.event);
            if (message.tick != null && $Object.hasOwnProperty.call(message, "tick") && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.tick);
            if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.body);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Fragment message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Fragment
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Fragment & spillway.Fragment.$Shape} Fragment
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Fragment.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Fragment();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.event = value;
                        else
                            delete message.event;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.tick = value;
                        else
                            delete message.tick;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.body = value;
                        else
                            delete message.body;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Fragment
         * @function getTypeUrl
         * @memberof spillway.Fragment
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Fragment.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Fragment";
        };

        return Fragment;
    })();

    spillway.Payload = (function() {

        /**
         * Properties of a Payload.
         * @typedef {Object} spillway.Payload.$Properties
         * @property {Array.<spillway.Payload.Named.$Properties>|null} [bodies] Payload bodies
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Payload.
         * @memberof spillway
         * @interface IPayload
         * @augments spillway.Payload.$Properties
         * @deprecated Use spillway.Payload.$Properties instead.
         */

        /**
         * Shape of a Payload.
         * @typedef {spillway.Payload.$Properties} spillway.Payload.$Shape
         */

        /**
         * Constructs a new Payload.
         * @memberof spillway
         * @classdesc Represents a Payload.
         * @constructor
         * @param {spillway.Payload.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Payload = function (properties) {
            this.bodies = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Payload bodies.
         * @member {Array.<spillway.Payload.Named.$Properties>} bodies
         * @memberof spillway.Payload
         * @instance
         */
        Payload.prototype.bodies = $util.emptyArray;

        /**
         * Encodes the specified Payload message. Does not implicitly {@link spillway.Payload.verify|verify} messages.
         * @function encode
         * @memberof spillway.Payload
         * @static
         * @param {spillway.Payload.$Properties} message Payload message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Payload.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.bodies != null && message.bodies.length)
                for (let i = 0; i < message.bodies.length; ++i)
                    $root.spillway.Payload.Named.encode(message.bodies[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Payload message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Payload
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Payload & spillway.Payload.$Shape} Payload
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Payload.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Payload();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.bodies && message.bodies.length))
                            message.bodies = [];
                        message.bodies.push($root.spillway.Payload.Named.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Payload
         * @function getTypeUrl
         * @memberof spillway.Payload
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Payload.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Payload";
        };

        Payload.Named = (function() {

            /**
             * Properties of a Named.
             * @typedef {Object} spillway.Payload.Named.$Properties
             * @property {string|null} [source] Named source
             * @property {Uint8Array|null} [body] Named body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Named.
             * @memberof spillway.Payload
             * @interface INamed
             * @augments spillway.Payload.Named.$Properties
             * @deprecated Use spillway.Payload.Named.$Properties instead.
             */

            /**
             * Shape of a Named.
             * @typedef {spillway.Payload.Named.$Properties} spillway.Payload.Named.$Shape
             */

            /**
             * Constructs a new Named.
             * @memberof spillway.Payload
             * @classdesc Represents a Named.
             * @constructor
             * @param {spillway.Payload.Named.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Named = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Named source.
             * @member {string} source
             * @memberof spillway.Payload.Named
             * @instance
             */
            Named.prototype.source = "";

            /**
             * Named body.
             * @member {Uint8Array} body
             * @memberof spillway.Payload.Named
             * @instance
             */
            Named.prototype.body = $util.newBuffer([]);

            /**
             * Encodes the specified Named message. Does not implicitly {@link spillway.Payload.Named.verify|verify} messages.
             * @function encode
             * @memberof spillway.Payload.Named
             * @static
             * @param {spillway.Payload.Named.$Properties} message Named message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Named.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.source);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.body);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Named message from the specified reader or buffer.
             * @function decode
             * @memberof spillway.Payload.Named
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {spillway.Payload.Named & spillway.Payload.Named.$Shape} Named
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Named.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.spillway.Payload.Named();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Gets the type url for Named
             * @function getTypeUrl
             * @memberof spillway.Payload.Named
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Named.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/spillway.Payload.Named";
            };

            return Named;
        })();

        return Payload;
    })();

    spillway.Scalers = (function() {

        /**
         * Properties of a Scalers.
         * @typedef {Object} spillway.Scalers.$Properties
         * @property {Array.<number>|null} [singles] Scalers singles
         * @property {number|null} [veto] Scalers veto
         * @property {number|null} [coincidences] Scalers coincidences
         * @property {number|null} [coincidencePairs] Scalers coincidencePairs
         * @property {number|null} [ecalTerm] Scalers ecalTerm
         * @property {Array.<number>|null} [presented] Scalers presented
         * @property {Array.<number>|null} [accepted] Scalers accepted
         * @property {number|null} [busyTicks] Scalers busyTicks
         * @property {number|null} [clockTicks] Scalers clockTicks
         * @property {number|null} [busyCoincidences] Scalers busyCoincidences
         * @property {Array.<number>|null} [met] Scalers met
         * @property {Array.<number>|null} [fired] Scalers fired
         * @property {Array.<number>|null} [kept] Scalers kept
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Scalers.
         * @memberof spillway
         * @interface IScalers
         * @augments spillway.Scalers.$Properties
         * @deprecated Use spillway.Scalers.$Properties instead.
         */

        /**
         * Shape of a Scalers.
         * @typedef {spillway.Scalers.$Properties} spillway.Scalers.$Shape
         */

        /**
         * Constructs a new Scalers.
         * @memberof spillway
         * @classdesc Represents a Scalers.
         * @constructor
         * @param {spillway.Scalers.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Scalers = function (properties) {
            this.singles = [];
            this.presented = [];
            this.accepted = [];
            this.met = [];
            this.fired = [];
            this.kept = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Scalers singles.
         * @member {Array.<number>} singles
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.singles = $util.emptyArray;

        /**
         * Scalers veto.
         * @member {number} veto
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.veto = 0;

        /**
         * Scalers coincidences.
         * @member {number} coincidences
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.coincidences = 0;

        /**
         * Scalers coincidencePairs.
         * @member {number} coincidencePairs
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.coincidencePairs = 0;

        /**
         * Scalers ecalTerm.
         * @member {number} ecalTerm
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.ecalTerm = 0;

        /**
         * Scalers presented.
         * @member {Array.<number>} presented
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.presented = $util.emptyArray;

        /**
         * Scalers accepted.
         * @member {Array.<number>} accepted
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.accepted = $util.emptyArray;

        /**
         * Scalers busyTicks.
         * @member {number} busyTicks
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.busyTicks = 0;

        /**
         * Scalers clockTicks.
         * @member {number} clockTicks
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.clockTicks = 0;

        /**
         * Scalers busyCoincidences.
         * @member {number} busyCoincidences
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.busyCoincidences = 0;

        /**
         * Scalers met.
         * @member {Array.<number>} met
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.met = $util.emptyArray;

        /**
         * Scalers fired.
         * @member {Array.<number>} fired
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.fired = $util.emptyArray;

        /**
         * Scalers kept.
         * @member {Array.<number>} kept
         * @memberof spillway.Scalers
         * @instance
         */
        Scalers.prototype.kept = $util.emptyArray;

        /**
         * Encodes the specified Scalers message. Does not implicitly {@link spillway.Scalers.verify|verify} messages.
         * @function encode
         * @memberof spillway.Scalers
         * @static
         * @param {spillway.Scalers.$Properties} message Scalers message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Scalers.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.singles != null && message.singles.length)
                writer.uint32(/* id 1, wireType 2 =*/10).uint64s(message.singles);
            if (message.veto != null && $Object.hasOwnProperty.call(message, "veto") && (typeof message.veto === "object" ? message.veto.low || message.veto.high : message.veto !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.veto);
            if (message.coincidences != null && $Object.hasOwnProperty.call(message, "coincidences") && (typeof message.coincidences === "object" ? message.coincidences.low || message.coincidences.high : message.coincidences !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.coincidences);
            if (message.coincidencePairs != null && $Object.hasOwnProperty.call(message, "coincidencePairs") && (typeof message.coincidencePairs === "object" ? message.coincidencePairs.low || message.coincidencePairs.high : message.coincidencePairs !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.coincidencePairs);
            if (message.ecalTerm != null && $Object.hasOwnProperty.call(message, "ecalTerm") && (typeof message.ecalTerm === "object" ? message.ecalTerm.low || message.ecalTerm.high : message.ecalTerm !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.ecalTerm);
            if (message.presented != null && message.presented.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint64s(message.presented);
            if (message.accepted != null && message.accepted.length)
                writer.uint32(/* id 7, wireType 2 =*/58).uint64s(message.accepted);
            if (message.busyTicks != null && $Object.hasOwnProperty.call(message, "busyTicks") && (typeof message.busyTicks === "object" ? message.busyTicks.low || message.busyTicks.high : message.busyTicks !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.busyTicks);
            if (message.clockTicks != null && $Object.hasOwnProperty.call(message, "clockTicks") && (typeof message.clockTicks === "object" ? message.clockTicks.low || message.clockTicks.high : message.clockTicks !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.clockTicks);
            if (message.busyCoincidences != null && $Object.hasOwnProperty.call(message, "busyCoincidences") && (typeof message.busyCoincidences === "object" ? message.busyCoincidences.low || message.busyCoincidences.high : message.busyCoincidences !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.busyCoincidences);
            if (message.met != null && message.met.length)
                writer.uint32(/* id 11, wireType 2 =*/90).uint64s(message.met);
            if (message.fired != null && message.fired.length)
                writer.uint32(/* id 12, wireType 2 =*/98).uint64s(message.fired);
            if (message.kept != null && message.kept.length)
                writer.uint32(/* id 13, wireType 2 =*/106).uint64s(message.kept);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Scalers message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Scalers
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Scalers & spillway.Scalers.$Shape} Scalers
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Scalers.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Scalers();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.singles && message.singles.length))
                                message.singles = [];
                            for (const long of reader.uint64s()) message.singles.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.singles && message.singles.length))
                            message.singles = [];
                        message.singles.push($number(reader.uint64()));
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.veto = value;
                        else
                            delete message.veto;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.coincidences = value;
                        else
                            delete message.coincidences;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.coincidencePairs = value;
                        else
                            delete message.coincidencePairs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.ecalTerm = value;
                        else
                            delete message.ecalTerm;
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.presented && message.presented.length))
                                message.presented = [];
                            for (const long of reader.uint64s()) message.presented.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.presented && message.presented.length))
                            message.presented = [];
                        message.presented.push($number(reader.uint64()));
                        continue;
                    }
                case 7: {
                        if (wireType === 2) {
                            if (!(message.accepted && message.accepted.length))
                                message.accepted = [];
                            for (const long of reader.uint64s()) message.accepted.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.accepted && message.accepted.length))
                            message.accepted = [];
                        message.accepted.push($number(reader.uint64()));
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.busyTicks = value;
                        else
                            delete message.busyTicks;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.clockTicks = value;
                        else
                            delete message.clockTicks;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.busyCoincidences = value;
                        else
                            delete message.busyCoincidences;
                        continue;
                    }
                case 11: {
                        if (wireType === 2) {
                            if (!(message.met && message.met.length))
                                message.met = [];
                            for (const long of reader.uint64s()) message.met.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.met && message.met.length))
                            message.met = [];
                        message.met.push($number(reader.uint64()));
                        continue;
                    }
                case 12: {
                        if (wireType === 2) {
                            if (!(message.fired && message.fired.length))
                                message.fired = [];
                            for (const long of reader.uint64s()) message.fired.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.fired && message.fired.length))
                            message.fired = [];
                        message.fired.push($number(reader.uint64()));
                        continue;
                    }
                case 13: {
                        if (wireType === 2) {
                            if (!(message.kept && message.kept.length))
                                message.kept = [];
                            for (const long of reader.uint64s()) message.kept.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.kept && message.kept.length))
                            message.kept = [];
                        message.kept.push($number(reader.uint64()));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Scalers
         * @function getTypeUrl
         * @memberof spillway.Scalers
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Scalers.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Scalers";
        };

        return Scalers;
    })();

    spillway.EndOfBurst = (function() {

        /**
         * Properties of an EndOfBurst.
         * @typedef {Object} spillway.EndOfBurst.$Properties
         * @property {number|null} [run] EndOfBurst run
         * @property {number|null} [spill] EndOfBurst spill
         * @property {number|null} [events] EndOfBurst events
         * @property {spillway.Scalers.$Properties|null} [scalers] EndOfBurst scalers
         * @property {Array.<number>|null} [coincidences] EndOfBurst coincidences
         * @property {Array.<number>|null} [busyCoincidences] EndOfBurst busyCoincidences
         * @property {number|null} [setAside] EndOfBurst setAside
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an EndOfBurst.
         * @memberof spillway
         * @interface IEndOfBurst
         * @augments spillway.EndOfBurst.$Properties
         * @deprecated Use spillway.EndOfBurst.$Properties instead.
         */

        /**
         * Shape of an EndOfBurst.
         * @typedef {spillway.EndOfBurst.$Properties} spillway.EndOfBurst.$Shape
         */

        /**
         * Constructs a new EndOfBurst.
         * @memberof spillway
         * @classdesc Represents an EndOfBurst.
         * @constructor
         * @param {spillway.EndOfBurst.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const EndOfBurst = function (properties) {
            this.coincidences = [];
            this.busyCoincidences = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * EndOfBurst run.
         * @member {number} run
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.run = 0;

        /**
         * EndOfBurst spill.
         * @member {number} spill
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.spill = 0;

        /**
         * EndOfBurst events.
         * @member {number} events
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.events = 0;

        /**
         * EndOfBurst scalers.
         * @member {spillway.Scalers.$Properties|null|undefined} scalers
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.scalers = null;

        /**
         * EndOfBurst coincidences.
         * @member {Array.<number>} coincidences
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.coincidences = $util.emptyArray;

        /**
         * EndOfBurst busyCoincidences.
         * @member {Array.<number>} busyCoincidences
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.busyCoincidences = $util.emptyArray;

        /**
         * EndOfBurst setAside.
         * @member {number} setAside
         * @memberof spillway.EndOfBurst
         * @instance
         */
        EndOfBurst.prototype.setAside = 0;

        /**
         * Encodes the specified EndOfBurst message. Does not implicitly {@link spillway.EndOfBurst.verify|verify} messages.
         * @function encode
         * @memberof spillway.EndOfBurst
         * @static
         * @param {spillway.EndOfBurst.$Properties} message EndOfBurst message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        EndOfBurst.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.run);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.spill);
            if (message.events != null && $Object.hasOwnProperty.call(message, "events") && message.events !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.events);
            if (message.scalers != null && $Object.hasOwnProperty.call(message, "scalers"))
                $root.spillway.Scalers.encode(message.scalers, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.coincidences != null && message.coincidences.length)
                writer.uint32(/* id 5, wireType 2 =*/42).uint32s(message.coincidences);
            if (message.busyCoincidences != null && message.busyCoincidences.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.busyCoincidences);
            if (message.setAside != null && $Object.hasOwnProperty.call(message, "setAside") && message.setAside !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.setAside);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an EndOfBurst message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.EndOfBurst
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.EndOfBurst & spillway.EndOfBurst.$Shape} EndOfBurst
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        EndOfBurst.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.EndOfBurst();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.events = value;
                        else
                            delete message.events;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.scalers = $root.spillway.Scalers.decode(reader, reader.size(), $undefined, _depth + 1, message.scalers);
                        continue;
                    }
                case 5: {
                        if (wireType === 2) {
                            if (!(message.coincidences && message.coincidences.length))
                                message.coincidences = [];
                            reader.uint32s(message.coincidences);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.coincidences && message.coincidences.length))
                            message.coincidences = [];
                        message.coincidences.push(reader.uint32());
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.busyCoincidences && message.busyCoincidences.length))
                                message.busyCoincidences = [];
                            reader.uint32s(message.busyCoincidences);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.busyCoincidences && message.busyCoincidences.length))
                            message.busyCoincidences = [];
                        message.busyCoincidences.push(reader.uint32());
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.setAside = value;
                        else
                            delete message.setAside;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for EndOfBurst
         * @function getTypeUrl
         * @memberof spillway.EndOfBurst
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        EndOfBurst.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.EndOfBurst";
        };

        return EndOfBurst;
    })();

    spillway.Particles = (function() {

        /**
         * Properties of a Particles.
         * @typedef {Object} spillway.Particles.$Properties
         * @property {number|null} [electron] Particles electron
         * @property {number|null} [pion] Particles pion
         * @property {number|null} [kaon] Particles kaon
         * @property {number|null} [muon] Particles muon
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Particles.
         * @memberof spillway
         * @interface IParticles
         * @augments spillway.Particles.$Properties
         * @deprecated Use spillway.Particles.$Properties instead.
         */

        /**
         * Shape of a Particles.
         * @typedef {spillway.Particles.$Properties} spillway.Particles.$Shape
         */

        /**
         * Constructs a new Particles.
         * @memberof spillway
         * @classdesc Represents a Particles.
         * @constructor
         * @param {spillway.Particles.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Particles = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Particles electron.
         * @member {number} electron
         * @memberof spillway.Particles
         * @instance
         */
        Particles.prototype.electron = 0;

        /**
         * Particles pion.
         * @member {number} pion
         * @memberof spillway.Particles
         * @instance
         */
        Particles.prototype.pion = 0;

        /**
         * Particles kaon.
         * @member {number} kaon
         * @memberof spillway.Particles
         * @instance
         */
        Particles.prototype.kaon = 0;

        /**
         * Particles muon.
         * @member {number} muon
         * @memberof spillway.Particles
         * @instance
         */
        Particles.prototype.muon = 0;

        /**
         * Encodes the specified Particles message. Does not implicitly {@link spillway.Particles.verify|verify} messages.
         * @function encode
         * @memberof spillway.Particles
         * @static
         * @param {spillway.Particles.$Properties} message Particles message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Particles.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.electron != null && $Object.hasOwnProperty.call(message, "electron") && (typeof message.electron === "object" ? message.electron.low || message.electron.high : message.electron !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.electron);
            if (message.pion != null && $Object.hasOwnProperty.call(message, "pion") && (typeof message.pion === "object" ? message.pion.low || message.pion.high : message.pion !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.pion);
            if (message.kaon != null && $Object.hasOwnProperty.call(message, "kaon") && (typeof message.kaon === "object" ? message.kaon.low || message.kaon.high : message.kaon !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.kaon);
            if (message.muon != null && $Object.hasOwnProperty.call(message, "muon") && (typeof message.muon === "object" ? message.muon.low || message.muon.high : message.muon !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.muon);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Particles message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Particles
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Particles & spillway.Particles.$Shape} Particles
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Particles.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Particles();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.electron = value;
                        else
                            delete message.electron;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.pion = value;
                        else
                            delete message.pion;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.kaon = value;
                        else
                            delete message.kaon;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.muon = value;
                        else
                            delete message.muon;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Particles
         * @function getTypeUrl
         * @memberof spillway.Particles
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Particles.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Particles";
        };

        return Particles;
    })();

    spillway.Outcomes = (function() {

        /**
         * Properties of an Outcomes.
         * @typedef {Object} spillway.Outcomes.$Properties
         * @property {number|null} [missedCounters] Outcomes missedCounters
         * @property {number|null} [vetoed] Outcomes vetoed
         * @property {number|null} [mergedWithPrevious] Outcomes mergedWithPrevious
         * @property {number|null} [noTerm] Outcomes noTerm
         * @property {number|null} [prescaled] Outcomes prescaled
         * @property {number|null} [deadTime] Outcomes deadTime
         * @property {number|null} [throttled] Outcomes throttled
         * @property {number|null} [bufferFull] Outcomes bufferFull
         * @property {number|null} [lostInBuilding] Outcomes lostInBuilding
         * @property {number|null} [recorded] Outcomes recorded
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Outcomes.
         * @memberof spillway
         * @interface IOutcomes
         * @augments spillway.Outcomes.$Properties
         * @deprecated Use spillway.Outcomes.$Properties instead.
         */

        /**
         * Shape of an Outcomes.
         * @typedef {spillway.Outcomes.$Properties} spillway.Outcomes.$Shape
         */

        /**
         * Constructs a new Outcomes.
         * @memberof spillway
         * @classdesc Represents an Outcomes.
         * @constructor
         * @param {spillway.Outcomes.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Outcomes = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Outcomes missedCounters.
         * @member {number} missedCounters
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.missedCounters = 0;

        /**
         * Outcomes vetoed.
         * @member {number} vetoed
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.vetoed = 0;

        /**
         * Outcomes mergedWithPrevious.
         * @member {number} mergedWithPrevious
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.mergedWithPrevious = 0;

        /**
         * Outcomes noTerm.
         * @member {number} noTerm
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.noTerm = 0;

        /**
         * Outcomes prescaled.
         * @member {number} prescaled
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.prescaled = 0;

        /**
         * Outcomes deadTime.
         * @member {number} deadTime
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.deadTime = 0;

        /**
         * Outcomes throttled.
         * @member {number} throttled
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.throttled = 0;

        /**
         * Outcomes bufferFull.
         * @member {number} bufferFull
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.bufferFull = 0;

        /**
         * Outcomes lostInBuilding.
         * @member {number} lostInBuilding
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.lostInBuilding = 0;

        /**
         * Outcomes recorded.
         * @member {number} recorded
         * @memberof spillway.Outcomes
         * @instance
         */
        Outcomes.prototype.recorded = 0;

        /**
         * Encodes the specified Outcomes message. Does not implicitly {@link spillway.Outcomes.verify|verify} messages.
         * @function encode
         * @memberof spillway.Outcomes
         * @static
         * @param {spillway.Outcomes.$Properties} message Outcomes message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Outcomes.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.missedCounters != null && $Object.hasOwnProperty.call(message, "missedCounters") && (typeof message.missedCounters === "object" ? message.missedCounters.low || message.missedCounters.high : message.missedCounters !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.missedCounters);
            if (message.vetoed != null && $Object.hasOwnProperty.call(message, "vetoed") && (typeof message.vetoed === "object" ? message.vetoed.low || message.vetoed.high : message.vetoed !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.vetoed);
            if (message.mergedWithPrevious != null && $Object.hasOwnProperty.call(message, "mergedWithPrevious") && (typeof message.mergedWithPrevious === "object" ? message.mergedWithPrevious.low || message.mergedWithPrevious.high : message.mergedWithPrevious !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.mergedWithPrevious);
            if (message.noTerm != null && $Object.hasOwnProperty.call(message, "noTerm") && (typeof message.noTerm === "object" ? message.noTerm.low || message.noTerm.high : message.noTerm !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.noTerm);
            if (message.prescaled != null && $Object.hasOwnProperty.call(message, "prescaled") && (typeof message.prescaled === "object" ? message.prescaled.low || message.prescaled.high : message.prescaled !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.prescaled);
            if (message.deadTime != null && $Object.hasOwnProperty.call(message, "deadTime") && (typeof message.deadTime === "object" ? message.deadTime.low || message.deadTime.high : message.deadTime !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.deadTime);
            if (message.throttled != null && $Object.hasOwnProperty.call(message, "throttled") && (typeof message.throttled === "object" ? message.throttled.low || message.throttled.high : message.throttled !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.throttled);
            if (message.bufferFull != null && $Object.hasOwnProperty.call(message, "bufferFull") && (typeof message.bufferFull === "object" ? message.bufferFull.low || message.bufferFull.high : message.bufferFull !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.bufferFull);
            if (message.lostInBuilding != null && $Object.hasOwnProperty.call(message, "lostInBuilding") && (typeof message.lostInBuilding === "object" ? message.lostInBuilding.low || message.lostInBuilding.high : message.lostInBuilding !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.lostInBuilding);
            if (message.recorded != null && $Object.hasOwnProperty.call(message, "recorded") && (typeof message.recorded === "object" ? message.recorded.low || message.recorded.high : message.recorded !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.recorded);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Outcomes message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Outcomes
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Outcomes & spillway.Outcomes.$Shape} Outcomes
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Outcomes.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Outcomes();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.missedCounters = value;
                        else
                            delete message.missedCounters;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.vetoed = value;
                        else
                            delete message.vetoed;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.mergedWithPrevious = value;
                        else
                            delete message.mergedWithPrevious;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.noTerm = value;
                        else
                            delete message.noTerm;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.prescaled = value;
                        else
                            delete message.prescaled;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.deadTime = value;
                        else
                            delete message.deadTime;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.throttled = value;
                        else
                            delete message.throttled;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.bufferFull = value;
                        else
                            delete message.bufferFull;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.lostInBuilding = value;
                        else
                            delete message.lostInBuilding;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.recorded = value;
                        else
                            delete message.recorded;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Outcomes
         * @function getTypeUrl
         * @memberof spillway.Outcomes
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Outcomes.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Outcomes";
        };

        return Outcomes;
    })();

    spillway.Ledger = (function() {

        /**
         * Properties of a Ledger.
         * @typedef {Object} spillway.Ledger.$Properties
         * @property {spillway.Particles.$Properties|null} [particles] Ledger particles
         * @property {number|null} [electronsOnTarget] Ledger electronsOnTarget
         * @property {spillway.Outcomes.$Properties|null} [outcomes] Ledger outcomes
         * @property {spillway.Outcomes.$Properties|null} [clockTriggers] Ledger clockTriggers
         * @property {spillway.Scalers.$Properties|null} [scalers] Ledger scalers
         * @property {number|null} [triggers] Ledger triggers
         * @property {number|null} [triggersLive] Ledger triggersLive
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Ledger.
         * @memberof spillway
         * @interface ILedger
         * @augments spillway.Ledger.$Properties
         * @deprecated Use spillway.Ledger.$Properties instead.
         */

        /**
         * Shape of a Ledger.
         * @typedef {spillway.Ledger.$Properties} spillway.Ledger.$Shape
         */

        /**
         * Constructs a new Ledger.
         * @memberof spillway
         * @classdesc Represents a Ledger.
         * @constructor
         * @param {spillway.Ledger.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Ledger = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Ledger particles.
         * @member {spillway.Particles.$Properties|null|undefined} particles
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.particles = null;

        /**
         * Ledger electronsOnTarget.
         * @member {number} electronsOnTarget
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.electronsOnTarget = 0;

        /**
         * Ledger outcomes.
         * @member {spillway.Outcomes.$Properties|null|undefined} outcomes
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.outcomes = null;

        /**
         * Ledger clockTriggers.
         * @member {spillway.Outcomes.$Properties|null|undefined} clockTriggers
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.clockTriggers = null;

        /**
         * Ledger scalers.
         * @member {spillway.Scalers.$Properties|null|undefined} scalers
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.scalers = null;

        /**
         * Ledger triggers.
         * @member {number} triggers
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.triggers = 0;

        /**
         * Ledger triggersLive.
         * @member {number} triggersLive
         * @memberof spillway.Ledger
         * @instance
         */
        Ledger.prototype.triggersLive = 0;

        /**
         * Encodes the specified Ledger message. Does not implicitly {@link spillway.Ledger.verify|verify} messages.
         * @function encode
         * @memberof spillway.Ledger
         * @static
         * @param {spillway.Ledger.$Properties} message Ledger message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Ledger.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.particles != null && $Object.hasOwnProperty.call(message, "particles"))
                $root.spillway.Particles.encode(message.particles, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.electronsOnTarget != null && $Object.hasOwnProperty.call(message, "electronsOnTarget") && (typeof message.electronsOnTarget === "object" ? message.electronsOnTarget.low || message.electronsOnTarget.high : message.electronsOnTarget !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.electronsOnTarget);
            if (message.outcomes != null && $Object.hasOwnProperty.call(message, "outcomes"))
                $root.spillway.Outcomes.encode(message.outcomes, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.clockTriggers != null && $Object.hasOwnProperty.call(message, "clockTriggers"))
                $root.spillway.Outcomes.encode(message.clockTriggers, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.scalers != null && $Object.hasOwnProperty.call(message, "scalers"))
                $root.spillway.Scalers.encode(message.scalers, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.triggers != null && $Object.hasOwnProperty.call(message, "triggers") && (typeof message.triggers === "object" ? message.triggers.low || message.triggers.high : message.triggers !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.triggers);
            if (message.triggersLive != null && $Object.hasOwnProperty.call(message, "triggersLive") && (typeof message.triggersLive === "object" ? message.triggersLive.low || message.triggersLive.high : message.triggersLive !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.triggersLive);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Ledger message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Ledger
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Ledger & spillway.Ledger.$Shape} Ledger
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Ledger.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Ledger();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.particles = $root.spillway.Particles.decode(reader, reader.size(), $undefined, _depth + 1, message.particles);
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.electronsOnTarget = value;
                        else
                            delete message.electronsOnTarget;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.outcomes = $root.spillway.Outcomes.decode(reader, reader.size(), $undefined, _depth + 1, message.outcomes);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.clockTriggers = $root.spillway.Outcomes.decode(reader, reader.size(), $undefined, _depth + 1, message.clockTriggers);
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.scalers = $root.spillway.Scalers.decode(reader, reader.size(), $undefined, _depth + 1, message.scalers);
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.triggers = value;
                        else
                            delete message.triggers;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.triggersLive = value;
                        else
                            delete message.triggersLive;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Ledger
         * @function getTypeUrl
         * @memberof spillway.Ledger
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Ledger.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Ledger";
        };

        return Ledger;
    })();

    spillway.HistogramBins = (function() {

        /**
         * Properties of a HistogramBins.
         * @typedef {Object} spillway.HistogramBins.$Properties
         * @property {string|null} [name] HistogramBins name
         * @property {Array.<number>|null} [bin] HistogramBins bin
         * @property {Array.<number>|null} [count] HistogramBins count
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HistogramBins.
         * @memberof spillway
         * @interface IHistogramBins
         * @augments spillway.HistogramBins.$Properties
         * @deprecated Use spillway.HistogramBins.$Properties instead.
         */

        /**
         * Shape of a HistogramBins.
         * @typedef {spillway.HistogramBins.$Properties} spillway.HistogramBins.$Shape
         */

        /**
         * Constructs a new HistogramBins.
         * @memberof spillway
         * @classdesc Represents a HistogramBins.
         * @constructor
         * @param {spillway.HistogramBins.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HistogramBins = function (properties) {
            this.bin = [];
            this.count = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HistogramBins name.
         * @member {string} name
         * @memberof spillway.HistogramBins
         * @instance
         */
        HistogramBins.prototype.name = "";

        /**
         * HistogramBins bin.
         * @member {Array.<number>} bin
         * @memberof spillway.HistogramBins
         * @instance
         */
        HistogramBins.prototype.bin = $util.emptyArray;

        /**
         * HistogramBins count.
         * @member {Array.<number>} count
         * @memberof spillway.HistogramBins
         * @instance
         */
        HistogramBins.prototype.count = $util.emptyArray;

        /**
         * Encodes the specified HistogramBins message. Does not implicitly {@link spillway.HistogramBins.verify|verify} messages.
         * @function encode
         * @memberof spillway.HistogramBins
         * @static
         * @param {spillway.HistogramBins.$Properties} message HistogramBins message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HistogramBins.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.bin != null && message.bin.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.bin);
            if (message.count != null && message.count.length)
                writer.uint32(/* id 3, wireType 2 =*/26).uint64s(message.count);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HistogramBins message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.HistogramBins
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.HistogramBins & spillway.HistogramBins.$Shape} HistogramBins
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HistogramBins.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.HistogramBins();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.bin && message.bin.length))
                                message.bin = [];
                            reader.uint32s(message.bin);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.bin && message.bin.length))
                            message.bin = [];
                        message.bin.push(reader.uint32());
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.count && message.count.length))
                                message.count = [];
                            for (const long of reader.uint64s()) message.count.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.count && message.count.length))
                            message.count = [];
                        message.count.push($number(reader.uint64()));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for HistogramBins
         * @function getTypeUrl
         * @memberof spillway.HistogramBins
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HistogramBins.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.HistogramBins";
        };

        return HistogramBins;
    })();

    spillway.Counts = (function() {

        /**
         * Properties of a Counts.
         * @typedef {Object} spillway.Counts.$Properties
         * @property {number|null} [spills] Counts spills
         * @property {spillway.Scalers.$Properties|null} [scalers] Counts scalers
         * @property {number|null} [events] Counts events
         * @property {number|null} [physics] Counts physics
         * @property {number|null} [sealed] Counts sealed
         * @property {Array.<number>|null} [cutflow] Counts cutflow
         * @property {Array.<number>|null} [regions] Counts regions
         * @property {Array.<spillway.HistogramBins.$Properties>|null} [histograms] Counts histograms
         * @property {number|null} [box] Counts box
         * @property {Array.<string>|null} [cuts] Counts cuts
         * @property {Array.<string>|null} [regionNames] Counts regionNames
         * @property {spillway.Building.$Properties|null} [building] Counts building
         * @property {number|null} [setAside] Counts setAside
         * @property {number|null} [badSpills] Counts badSpills
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Counts.
         * @memberof spillway
         * @interface ICounts
         * @augments spillway.Counts.$Properties
         * @deprecated Use spillway.Counts.$Properties instead.
         */

        /**
         * Shape of a Counts.
         * @typedef {spillway.Counts.$Properties} spillway.Counts.$Shape
         */

        /**
         * Constructs a new Counts.
         * @memberof spillway
         * @classdesc Represents a Counts.
         * @constructor
         * @param {spillway.Counts.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Counts = function (properties) {
            this.cutflow = [];
            this.regions = [];
            this.histograms = [];
            this.cuts = [];
            this.regionNames = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Counts spills.
         * @member {number} spills
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.spills = 0;

        /**
         * Counts scalers.
         * @member {spillway.Scalers.$Properties|null|undefined} scalers
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.scalers = null;

        /**
         * Counts events.
         * @member {number} events
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.events = 0;

        /**
         * Counts physics.
         * @member {number} physics
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.physics = 0;

        /**
         * Counts sealed.
         * @member {number} sealed
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.sealed = 0;

        /**
         * Counts cutflow.
         * @member {Array.<number>} cutflow
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.cutflow = $util.emptyArray;

        /**
         * Counts regions.
         * @member {Array.<number>} regions
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.regions = $util.emptyArray;

        /**
         * Counts histograms.
         * @member {Array.<spillway.HistogramBins.$Properties>} histograms
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.histograms = $util.emptyArray;

        /**
         * Counts box.
         * @member {number} box
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.box = 0;

        /**
         * Counts cuts.
         * @member {Array.<string>} cuts
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.cuts = $util.emptyArray;

        /**
         * Counts regionNames.
         * @member {Array.<string>} regionNames
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.regionNames = $util.emptyArray;

        /**
         * Counts building.
         * @member {spillway.Building.$Properties|null|undefined} building
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.building = null;

        /**
         * Counts setAside.
         * @member {number} setAside
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.setAside = 0;

        /**
         * Counts badSpills.
         * @member {number} badSpills
         * @memberof spillway.Counts
         * @instance
         */
        Counts.prototype.badSpills = 0;

        /**
         * Encodes the specified Counts message. Does not implicitly {@link spillway.Counts.verify|verify} messages.
         * @function encode
         * @memberof spillway.Counts
         * @static
         * @param {spillway.Counts.$Properties} message Counts message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Counts.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.spills != null && $Object.hasOwnProperty.call(message, "spills") && message.spills !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.spills);
            if (message.scalers != null && $Object.hasOwnProperty.call(message, "scalers"))
                $root.spillway.Scalers.encode(message.scalers, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.events != null && $Object.hasOwnProperty.call(message, "events") && (typeof message.events === "object" ? message.events.low || message.events.high : message.events !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.events);
            if (message.physics != null && $Object.hasOwnProperty.call(message, "physics") && (typeof message.physics === "object" ? message.physics.low || message.physics.high : message.physics !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.physics);
            if (message.sealed != null && $Object.hasOwnProperty.call(message, "sealed") && (typeof message.sealed === "object" ? message.sealed.low || message.sealed.high : message.sealed !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.sealed);
            if (message.cutflow != null && message.cutflow.length)
                writer.uint32(/* id 6, wireType 2 =*/50).uint64s(message.cutflow);
            if (message.regions != null && message.regions.length)
                writer.uint32(/* id 7, wireType 2 =*/58).uint64s(message.regions);
            if (message.histograms != null && message.histograms.length)
                for (let i = 0; i < message.histograms.length; ++i)
                    $root.spillway.HistogramBins.encode(message.histograms[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.box != null && $Object.hasOwnProperty.call(message, "box") && (typeof message.box === "object" ? message.box.low || message.box.high : message.box !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.box);
            if (message.cuts != null && message.cuts.length)
                for (let i = 0; i < message.cuts.length; ++i)
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.cuts[i]);
            if (message.regionNames != null && message.regionNames.length)
                for (let i = 0; i < message.regionNames.length; ++i)
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.regionNames[i]);
            if (message.building != null && $Object.hasOwnProperty.call(message, "building"))
                $root.spillway.Building.encode(message.building, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.setAside != null && $Object.hasOwnProperty.call(message, "setAside") && (typeof message.setAside === "object" ? message.setAside.low || message.setAside.high : message.setAside !== 0))
                writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.setAside);
            if (message.badSpills != null && $Object.hasOwnProperty.call(message, "badSpills") && message.badSpills !== 0)
                writer.uint32(/* id 14, wireType 0 =*/112).uint32(message.badSpills);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Counts message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Counts
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Counts & spillway.Counts.$Shape} Counts
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Counts.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Counts();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spills = value;
                        else
                            delete message.spills;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.scalers = $root.spillway.Scalers.decode(reader, reader.size(), $undefined, _depth + 1, message.scalers);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.events = value;
                        else
                            delete message.events;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.physics = value;
                        else
                            delete message.physics;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.sealed = value;
                        else
                            delete message.sealed;
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.cutflow && message.cutflow.length))
                                message.cutflow = [];
                            for (const long of reader.uint64s()) message.cutflow.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.cutflow && message.cutflow.length))
                            message.cutflow = [];
                        message.cutflow.push($number(reader.uint64()));
                        continue;
                    }
                case 7: {
                        if (wireType === 2) {
                            if (!(message.regions && message.regions.length))
                                message.regions = [];
                            for (const long of reader.uint64s()) message.regions.push($number(long));
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.regions && message.regions.length))
                            message.regions = [];
                        message.regions.push($number(reader.uint64()));
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.histograms && message.histograms.length))
                            message.histograms = [];
                        message.histograms.push($root.spillway.HistogramBins.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.box = value;
                        else
                            delete message.box;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.cuts && message.cuts.length))
                            message.cuts = [];
                        message.cuts.push(reader.stringVerify());
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.regionNames && message.regionNames.length))
                            message.regionNames = [];
                        message.regionNames.push(reader.stringVerify());
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.building = $root.spillway.Building.decode(reader, reader.size(), $undefined, _depth + 1, message.building);
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.setAside = value;
                        else
                            delete message.setAside;
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.badSpills = value;
                        else
                            delete message.badSpills;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Counts
         * @function getTypeUrl
         * @memberof spillway.Counts
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Counts.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Counts";
        };

        return Counts;
    })();

    spillway.Building = (function() {

        /**
         * Properties of a Building.
         * @typedef {Object} spillway.Building.$Properties
         * @property {number|null} [fragments] Building fragments
         * @property {number|null} [used] Building used
         * @property {number|null} [duplicates] Building duplicates
         * @property {number|null} [late] Building late
         * @property {number|null} [misplaced] Building misplaced
         * @property {number|null} [damaged] Building damaged
         * @property {number|null} [strays] Building strays
         * @property {number|null} [complete] Building complete
         * @property {number|null} [incomplete] Building incomplete
         * @property {number|null} [missing] Building missing
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Building.
         * @memberof spillway
         * @interface IBuilding
         * @augments spillway.Building.$Properties
         * @deprecated Use spillway.Building.$Properties instead.
         */

        /**
         * Shape of a Building.
         * @typedef {spillway.Building.$Properties} spillway.Building.$Shape
         */

        /**
         * Constructs a new Building.
         * @memberof spillway
         * @classdesc Represents a Building.
         * @constructor
         * @param {spillway.Building.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Building = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Building fragments.
         * @member {number} fragments
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.fragments = 0;

        /**
         * Building used.
         * @member {number} used
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.used = 0;

        /**
         * Building duplicates.
         * @member {number} duplicates
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.duplicates = 0;

        /**
         * Building late.
         * @member {number} late
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.late = 0;

        /**
         * Building misplaced.
         * @member {number} misplaced
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.misplaced = 0;

        /**
         * Building damaged.
         * @member {number} damaged
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.damaged = 0;

        /**
         * Building strays.
         * @member {number} strays
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.strays = 0;

        /**
         * Building complete.
         * @member {number} complete
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.complete = 0;

        /**
         * Building incomplete.
         * @member {number} incomplete
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.incomplete = 0;

        /**
         * Building missing.
         * @member {number} missing
         * @memberof spillway.Building
         * @instance
         */
        Building.prototype.missing = 0;

        /**
         * Encodes the specified Building message. Does not implicitly {@link spillway.Building.verify|verify} messages.
         * @function encode
         * @memberof spillway.Building
         * @static
         * @param {spillway.Building.$Properties} message Building message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Building.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.fragments != null && $Object.hasOwnProperty.call(message, "fragments") && (typeof message.fragments === "object" ? message.fragments.low || message.fragments.high : message.fragments !== 0))
                writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.fragments);
            if (message.used != null && $Object.hasOwnProperty.call(message, "used") && (typeof message.used === "object" ? message.used.low || message.used.high : message.used !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.used);
            if (message.duplicates != null && $Object.hasOwnProperty.call(message, "duplicates") && (typeof message.duplicates === "object" ? message.duplicates.low || message.duplicates.high : message.duplicates !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.duplicates);
            if (message.late != null && $Object.hasOwnProperty.call(message, "late") && (typeof message.late === "object" ? message.late.low || message.late.high : message.late !== 0))
                writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.late);
            if (message.misplaced != null && $Object.hasOwnProperty.call(message, "misplaced") && (typeof message.misplaced === "object" ? message.misplaced.low || message.misplaced.high : message.misplaced !== 0))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.misplaced);
            if (message.damaged != null && $Object.hasOwnProperty.call(message, "damaged") && (typeof message.damaged === "object" ? message.damaged.low || message.damaged.high : message.damaged !== 0))
                writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.damaged);
            if (message.strays != null && $Object.hasOwnProperty.call(message, "strays") && (typeof message.strays === "object" ? message.strays.low || message.strays.high : message.strays !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.strays);
            if (message.complete != null && $Object.hasOwnProperty.call(message, "complete") && (typeof message.complete === "object" ? message.complete.low || message.complete.high : message.complete !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.complete);
            if (message.incomplete != null && $Object.hasOwnProperty.call(message, "incomplete") && (typeof message.incomplete === "object" ? message.incomplete.low || message.incomplete.high : message.incomplete !== 0))
                writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.incomplete);
            if (message.missing != null && $Object.hasOwnProperty.call(message, "missing") && (typeof message.missing === "object" ? message.missing.low || message.missing.high : message.missing !== 0))
                writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.missing);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Building message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Building
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Building & spillway.Building.$Shape} Building
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Building.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Building();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.fragments = value;
                        else
                            delete message.fragments;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.used = value;
                        else
                            delete message.used;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.duplicates = value;
                        else
                            delete message.duplicates;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.late = value;
                        else
                            delete message.late;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.misplaced = value;
                        else
                            delete message.misplaced;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.damaged = value;
                        else
                            delete message.damaged;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.strays = value;
                        else
                            delete message.strays;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.complete = value;
                        else
                            delete message.complete;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.incomplete = value;
                        else
                            delete message.incomplete;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.missing = value;
                        else
                            delete message.missing;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Building
         * @function getTypeUrl
         * @memberof spillway.Building
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Building.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Building";
        };

        return Building;
    })();

    spillway.TriggerDigest = (function() {

        /**
         * Properties of a TriggerDigest.
         * @typedef {Object} spillway.TriggerDigest.$Properties
         * @property {number|null} [slice] TriggerDigest slice
         * @property {number|null} [kind] TriggerDigest kind
         * @property {number|null} [index] TriggerDigest index
         * @property {number|null} [decision] TriggerDigest decision
         * @property {number|null} [primitivesCrc] TriggerDigest primitivesCrc
         * @property {number|null} [reconstructedCrc] TriggerDigest reconstructedCrc
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TriggerDigest.
         * @memberof spillway
         * @interface ITriggerDigest
         * @augments spillway.TriggerDigest.$Properties
         * @deprecated Use spillway.TriggerDigest.$Properties instead.
         */

        /**
         * Shape of a TriggerDigest.
         * @typedef {spillway.TriggerDigest.$Properties} spillway.TriggerDigest.$Shape
         */

        /**
         * Constructs a new TriggerDigest.
         * @memberof spillway
         * @classdesc Represents a TriggerDigest.
         * @constructor
         * @param {spillway.TriggerDigest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TriggerDigest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TriggerDigest slice.
         * @member {number} slice
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.slice = 0;

        /**
         * TriggerDigest kind.
         * @member {number} kind
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.kind = 0;

        /**
         * TriggerDigest index.
         * @member {number} index
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.index = 0;

        /**
         * TriggerDigest decision.
         * @member {number} decision
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.decision = 0;

        /**
         * TriggerDigest primitivesCrc.
         * @member {number} primitivesCrc
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.primitivesCrc = 0;

        /**
         * TriggerDigest reconstructedCrc.
         * @member {number} reconstructedCrc
         * @memberof spillway.TriggerDigest
         * @instance
         */
        TriggerDigest.prototype.reconstructedCrc = 0;

        /**
         * Encodes the specified TriggerDigest message. Does not implicitly {@link spillway.TriggerDigest.verify|verify} messages.
         * @function encode
         * @memberof spillway.TriggerDigest
         * @static
         * @param {spillway.TriggerDigest.$Properties} message TriggerDigest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TriggerDigest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slice != null && $Object.hasOwnProperty.call(message, "slice") && message.slice !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.slice);
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.kind);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.index);
            if (message.decision != null && $Object.hasOwnProperty.call(message, "decision") && message.decision !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.decision);
            if (message.primitivesCrc != null && $Object.hasOwnProperty.call(message, "primitivesCrc") && message.primitivesCrc !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.primitivesCrc);
            if (message.reconstructedCrc != null && $Object.hasOwnProperty.call(message, "reconstructedCrc") && message.reconstructedCrc !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.reconstructedCrc);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TriggerDigest message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.TriggerDigest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.TriggerDigest & spillway.TriggerDigest.$Shape} TriggerDigest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TriggerDigest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.TriggerDigest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.slice = value;
                        else
                            delete message.slice;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.kind = value;
                        else
                            delete message.kind;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.decision = value;
                        else
                            delete message.decision;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.primitivesCrc = value;
                        else
                            delete message.primitivesCrc;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.reconstructedCrc = value;
                        else
                            delete message.reconstructedCrc;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for TriggerDigest
         * @function getTypeUrl
         * @memberof spillway.TriggerDigest
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        TriggerDigest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.TriggerDigest";
        };

        return TriggerDigest;
    })();

    spillway.SpillDigest = (function() {

        /**
         * Properties of a SpillDigest.
         * @typedef {Object} spillway.SpillDigest.$Properties
         * @property {spillway.Ledger.$Properties|null} [ledger] SpillDigest ledger
         * @property {spillway.Counts.$Properties|null} [counts] SpillDigest counts
         * @property {Array.<spillway.TriggerDigest.$Properties>|null} [triggers] SpillDigest triggers
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SpillDigest.
         * @memberof spillway
         * @interface ISpillDigest
         * @augments spillway.SpillDigest.$Properties
         * @deprecated Use spillway.SpillDigest.$Properties instead.
         */

        /**
         * Shape of a SpillDigest.
         * @typedef {spillway.SpillDigest.$Properties} spillway.SpillDigest.$Shape
         */

        /**
         * Constructs a new SpillDigest.
         * @memberof spillway
         * @classdesc Represents a SpillDigest.
         * @constructor
         * @param {spillway.SpillDigest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SpillDigest = function (properties) {
            this.triggers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SpillDigest ledger.
         * @member {spillway.Ledger.$Properties|null|undefined} ledger
         * @memberof spillway.SpillDigest
         * @instance
         */
        SpillDigest.prototype.ledger = null;

        /**
         * SpillDigest counts.
         * @member {spillway.Counts.$Properties|null|undefined} counts
         * @memberof spillway.SpillDigest
         * @instance
         */
        SpillDigest.prototype.counts = null;

        /**
         * SpillDigest triggers.
         * @member {Array.<spillway.TriggerDigest.$Properties>} triggers
         * @memberof spillway.SpillDigest
         * @instance
         */
        SpillDigest.prototype.triggers = $util.emptyArray;

        /**
         * Encodes the specified SpillDigest message. Does not implicitly {@link spillway.SpillDigest.verify|verify} messages.
         * @function encode
         * @memberof spillway.SpillDigest
         * @static
         * @param {spillway.SpillDigest.$Properties} message SpillDigest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SpillDigest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ledger != null && $Object.hasOwnProperty.call(message, "ledger"))
                $root.spillway.Ledger.encode(message.ledger, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.counts != null && $Object.hasOwnProperty.call(message, "counts"))
                $root.spillway.Counts.encode(message.counts, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.triggers != null && message.triggers.length)
                for (let i = 0; i < message.triggers.length; ++i)
                    $root.spillway.TriggerDigest.encode(message.triggers[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SpillDigest message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.SpillDigest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.SpillDigest & spillway.SpillDigest.$Shape} SpillDigest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SpillDigest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.SpillDigest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.ledger = $root.spillway.Ledger.decode(reader, reader.size(), $undefined, _depth + 1, message.ledger);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.counts = $root.spillway.Counts.decode(reader, reader.size(), $undefined, _depth + 1, message.counts);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.triggers && message.triggers.length))
                            message.triggers = [];
                        message.triggers.push($root.spillway.TriggerDigest.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for SpillDigest
         * @function getTypeUrl
         * @memberof spillway.SpillDigest
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SpillDigest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.SpillDigest";
        };

        return SpillDigest;
    })();

    spillway.TruthParticle = (function() {

        /**
         * Properties of a TruthParticle.
         * @typedef {Object} spillway.TruthParticle.$Properties
         * @property {string|null} [id] TruthParticle id
         * @property {string|null} [kind] TruthParticle kind
         * @property {number|null} [timeTicks] TruthParticle timeTicks
         * @property {number|null} [momentumGev] TruthParticle momentumGev
         * @property {number|null} [ecalGev] TruthParticle ecalGev
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TruthParticle.
         * @memberof spillway
         * @interface ITruthParticle
         * @augments spillway.TruthParticle.$Properties
         * @deprecated Use spillway.TruthParticle.$Properties instead.
         */

        /**
         * Shape of a TruthParticle.
         * @typedef {spillway.TruthParticle.$Properties} spillway.TruthParticle.$Shape
         */

        /**
         * Constructs a new TruthParticle.
         * @memberof spillway
         * @classdesc Represents a TruthParticle.
         * @constructor
         * @param {spillway.TruthParticle.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TruthParticle = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TruthParticle id.
         * @member {string} id
         * @memberof spillway.TruthParticle
         * @instance
         */
        TruthParticle.prototype.id = "";

        /**
         * TruthParticle kind.
         * @member {string} kind
         * @memberof spillway.TruthParticle
         * @instance
         */
        TruthParticle.prototype.kind = "";

        /**
         * TruthParticle timeTicks.
         * @member {number} timeTicks
         * @memberof spillway.TruthParticle
         * @instance
         */
        TruthParticle.prototype.timeTicks = 0;

        /**
         * TruthParticle momentumGev.
         * @member {number} momentumGev
         * @memberof spillway.TruthParticle
         * @instance
         */
        TruthParticle.prototype.momentumGev = 0;

        /**
         * TruthParticle ecalGev.
         * @member {number} ecalGev
         * @memberof spillway.TruthParticle
         * @instance
         */
        TruthParticle.prototype.ecalGev = 0;

        /**
         * Encodes the specified TruthParticle message. Does not implicitly {@link spillway.TruthParticle.verify|verify} messages.
         * @function encode
         * @memberof spillway.TruthParticle
         * @static
         * @param {spillway.TruthParticle.$Properties} message TruthParticle message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TruthParticle.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
            if (message.timeTicks != null && $Object.hasOwnProperty.call(message, "timeTicks") && (typeof message.timeTicks === "object" ? message.timeTicks.low || message.timeTicks.high : message.timeTicks !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).sint64(message.timeTicks);
            if (message.momentumGev != null && $Object.hasOwnProperty.call(message, "momentumGev") && !$Object.is(message.momentumGev, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.momentumGev);
            if (message.ecalGev != null && $Object.hasOwnProperty.call(message, "ecalGev") && !$Object.is(message.ecalGev, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.ecalGev);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TruthParticle message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.TruthParticle
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.TruthParticle & spillway.TruthParticle.$Shape} TruthParticle
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TruthParticle.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.TruthParticle();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.kind = value;
                        else
                            delete message.kind;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.sint64())) === "object" ? value.low || value.high : value !== 0)
                            message.timeTicks = value;
                        else
                            delete message.timeTicks;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.momentumGev = value;
                        else
                            delete message.momentumGev;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.ecalGev = value;
                        else
                            delete message.ecalGev;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for TruthParticle
         * @function getTypeUrl
         * @memberof spillway.TruthParticle
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        TruthParticle.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.TruthParticle";
        };

        return TruthParticle;
    })();

    spillway.Truth = (function() {

        /**
         * Properties of a Truth.
         * @typedef {Object} spillway.Truth.$Properties
         * @property {number|null} [event] Truth event
         * @property {string|null} [id] Truth id
         * @property {Array.<spillway.TruthParticle.$Properties>|null} [particles] Truth particles
         * @property {number|null} [type] Truth type
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Truth.
         * @memberof spillway
         * @interface ITruth
         * @augments spillway.Truth.$Properties
         * @deprecated Use spillway.Truth.$Properties instead.
         */

        /**
         * Shape of a Truth.
         * @typedef {spillway.Truth.$Properties} spillway.Truth.$Shape
         */

        /**
         * Constructs a new Truth.
         * @memberof spillway
         * @classdesc Represents a Truth.
         * @constructor
         * @param {spillway.Truth.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Truth = function (properties) {
            this.particles = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Truth event.
         * @member {number} event
         * @memberof spillway.Truth
         * @instance
         */
        Truth.prototype.event = 0;

        /**
         * Truth id.
         * @member {string} id
         * @memberof spillway.Truth
         * @instance
         */
        Truth.prototype.id = "";

        /**
         * Truth particles.
         * @member {Array.<spillway.TruthParticle.$Properties>} particles
         * @memberof spillway.Truth
         * @instance
         */
        Truth.prototype.particles = $util.emptyArray;

        /**
         * Truth type.
         * @member {number} type
         * @memberof spillway.Truth
         * @instance
         */
        Truth.prototype.type = 0;

        /**
         * Encodes the specified Truth message. Does not implicitly {@link spillway.Truth.verify|verify} messages.
         * @function encode
         * @memberof spillway.Truth
         * @static
         * @param {spillway.Truth.$Properties} message Truth message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Truth.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.event);
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
            if (message.particles != null && message.particles.length)
                for (let i = 0; i < message.particles.length; ++i)
                    $root.spillway.TruthParticle.encode(message.particles[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.type);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Truth message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Truth
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Truth & spillway.Truth.$Shape} Truth
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Truth.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Truth();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.event = value;
                        else
                            delete message.event;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.particles && message.particles.length))
                            message.particles = [];
                        message.particles.push($root.spillway.TruthParticle.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Truth
         * @function getTypeUrl
         * @memberof spillway.Truth
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Truth.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Truth";
        };

        return Truth;
    })();

    spillway.Fault = (function() {

        /**
         * Properties of a Fault.
         * @typedef {Object} spillway.Fault.$Properties
         * @property {string|null} [name] Fault name
         * @property {string|null} [kind] Fault kind
         * @property {number|null} [spill] Fault spill
         * @property {number|null} [event] Fault event
         * @property {string|null} [source] Fault source
         * @property {number|null} [channel] Fault channel
         * @property {number|null} [fromTick] Fault fromTick
         * @property {number|null} [toTick] Fault toTick
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Fault.
         * @memberof spillway
         * @interface IFault
         * @augments spillway.Fault.$Properties
         * @deprecated Use spillway.Fault.$Properties instead.
         */

        /**
         * Shape of a Fault.
         * @typedef {spillway.Fault.$Properties} spillway.Fault.$Shape
         */

        /**
         * Constructs a new Fault.
         * @memberof spillway
         * @classdesc Represents a Fault.
         * @constructor
         * @param {spillway.Fault.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Fault = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Fault name.
         * @member {string} name
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.name = "";

        /**
         * Fault kind.
         * @member {string} kind
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.kind = "";

        /**
         * Fault spill.
         * @member {number} spill
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.spill = 0;

        /**
         * Fault event.
         * @member {number} event
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.event = 0;

        /**
         * Fault source.
         * @member {string} source
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.source = "";

        /**
         * Fault channel.
         * @member {number|null|undefined} channel
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.channel = null;

        /**
         * Fault fromTick.
         * @member {number} fromTick
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.fromTick = 0;

        /**
         * Fault toTick.
         * @member {number} toTick
         * @memberof spillway.Fault
         * @instance
         */
        Fault.prototype.toTick = 0;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Fault.prototype, "_channel", {
            get: $util.oneOfGetter($oneOfFields = ["channel"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified Fault message. Does not implicitly {@link spillway.Fault.verify|verify} messages.
         * @function encode
         * @memberof spillway.Fault
         * @static
         * @param {spillway.Fault.$Properties} message Fault message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Fault.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
            if (message.spill != null && $Object.hasOwnProperty.call(message, "spill") && message.spill !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.spill);
            if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.event);
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.source);
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.channel);
            if (message.fromTick != null && $Object.hasOwnProperty.call(message, "fromTick") && (typeof message.fromTick === "object" ? message.fromTick.low || message.fromTick.high : message.fromTick !== 0))
                writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.fromTick);
            if (message.toTick != null && $Object.hasOwnProperty.call(message, "toTick") && (typeof message.toTick === "object" ? message.toTick.low || message.toTick.high : message.toTick !== 0))
                writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.toTick);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Fault message from the specified reader or buffer.
         * @function decode
         * @memberof spillway.Fault
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {spillway.Fault & spillway.Fault.$Shape} Fault
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Fault.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.spillway.Fault();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.kind = value;
                        else
                            delete message.kind;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.spill = value;
                        else
                            delete message.spill;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.event = value;
                        else
                            delete message.event;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.channel = reader.uint32();
                        message._channel = "channel";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.fromTick = value;
                        else
                            delete message.fromTick;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                            message.toTick = value;
                        else
                            delete message.toTick;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Fault
         * @function getTypeUrl
         * @memberof spillway.Fault
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Fault.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/spillway.Fault";
        };

        return Fault;
    })();

    return spillway;
})();

export {
  $root as default
};
